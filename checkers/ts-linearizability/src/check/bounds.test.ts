import { describe, expect, it } from 'vitest';
import type { PartitionResult, UnknownCause } from '../types.js';
import { within } from '../within.js';
import { Bounds, describeCause } from './bounds.js';
import { conclude } from './check.js';
import { relocate } from './relocate.js';

describe('Bounds', () => {
  it('do not stop anything by default', () => {
    expect(new Bounds({}).stop()).toBeUndefined();
    expect(new Bounds({}).hold(2 ** 30)).toBe(true);
    expect(new Bounds({}).hold(2 ** 30 + 1)).toBe(false);
  });

  it('add up the memory that is held and released', () => {
    const bounds = new Bounds({ memoryBytes: 100 });
    expect(bounds.hold(60)).toBe(true);
    expect(bounds.hold(60)).toBe(false);
    expect(bounds.hold(-20)).toBe(true);
  });

  it('hold for side tasks as well, which have a time of their own', () => {
    expect(within(new Bounds({}), 0).stop()).toBe('time');
    expect(within(new Bounds({}), 60_000).stop()).toBeUndefined();
    expect(within(new Bounds({ timeoutMs: 0 }), 60_000).stop()).toBe('time');
  });

  it('count the time since they began', () => {
    const bounds = new Bounds({});
    expect(bounds.elapsedMs).toBeGreaterThanOrEqual(0);
    expect(bounds.elapsedMs).toBeLessThan(1000);
  });
});

describe('conclude', () => {
  const facts = { key: 'k', operations: 1, elapsedMs: 0 };
  const ok: PartitionResult = { ...facts, verdict: 'ok', method: 'm' };
  const illegal: PartitionResult = { ...facts, verdict: 'illegal', method: 'm' };
  const unknown = (cause: UnknownCause): PartitionResult => ({
    ...facts,
    verdict: 'unknown',
    cause,
    message: describeCause(cause),
  });

  it('lets illegal outrank unknown, and unknown outrank ok', () => {
    expect(conclude([], 1).verdict).toBe('ok');
    expect(conclude([ok, ok], 1)).toMatchObject({ verdict: 'ok', elapsedMs: 1 });
    expect(conclude([unknown('time'), ok, illegal], 1)).toMatchObject({
      verdict: 'illegal',
      illegal,
    });
    expect(conclude([ok, unknown('memory'), unknown('time')], 1)).toMatchObject({
      verdict: 'unknown',
      cause: 'memory',
      message: describeCause('memory'),
    });
  });

  it('says for every cause what to do', () => {
    const causes: UnknownCause[] = ['time', 'memory', 'infinite-states', 'not-needed'];
    expect(new Set(causes.map(describeCause)).size).toBe(4);
    expect(describeCause('memory')).toContain('raise memoryBytes');
  });
});

describe('relocate', () => {
  const facts = { key: '', operations: 3, elapsedMs: 0, method: 'm' };
  const doubles = [0, 2, 4];

  it('moves every position of a result', () => {
    const ok: PartitionResult = { ...facts, verdict: 'ok', linearization: Int32Array.of(1, 0) };
    expect(relocate(ok, doubles)).toEqual({ ...ok, linearization: Int32Array.of(2, 0) });
    const explanation = {
      reason: 'a (operation 1)',
      minimal: true,
      from: 'initial-state' as const,
    };
    const illegal: PartitionResult = {
      ...facts,
      verdict: 'illegal',
      explanation: {
        ...explanation,
        witness: [1],
        longestPrefix: [2, 0],
        firstUnplaceable: 1,
        partialLinearizations: [[0], [2]],
      },
    };
    expect(relocate(illegal, doubles)).toMatchObject({
      explanation: {
        reason: 'a (operation 1)',
        minimal: true,
        from: 'initial-state',
        witness: [2],
        longestPrefix: [4, 0],
        firstUnplaceable: 2,
        partialLinearizations: [[0], [4]],
      },
    });
  });

  it('leaves results without positions alone', () => {
    const plain: PartitionResult = { ...facts, verdict: 'ok' };
    expect(relocate(plain, doubles)).toBe(plain);
  });
});
