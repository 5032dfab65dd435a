import { describe, expect, it } from 'vitest';
import type { KeyValueInput, KeyValueOutput } from '../models/inputs.js';
import { keyValue } from '../models/key-value.js';
import type { CheckOptions, CheckResult, Operation } from '../types.js';
import { Bounds, describeCause } from './bounds.js';
import { conclude } from './check.js';
import { judgePartitions } from './course.js';
import { partitionsOf } from './partitions.js';
import { settingsOf } from './settings.js';

type Kv = Operation<KeyValueInput, KeyValueOutput>;

const KEYS = 9000;

/** One read of each of many keys, all of them of nothing. */
const history: readonly Kv[] = Array.from({ length: KEYS }, (_, i) => ({
  input: { f: 'get', key: `k${i}` },
  output: '',
  call: i,
  return: i,
}));

/** A clock on which every look takes a hundredth of a millisecond. */
function slowClock(): () => number {
  let clock = 0;
  return () => (clock += 0.01);
}

function check(
  operations: readonly Kv[],
  options: CheckOptions = {},
  now: () => number = slowClock(),
): CheckResult {
  const model = keyValue();
  const bounds = new Bounds(options, now);
  const partitions = partitionsOf(model, operations);
  const results = judgePartitions(model, operations, partitions, settingsOf(options), bounds);
  return conclude(results, bounds.elapsedMs);
}

describe('a check of many partitions', () => {
  it('has a result for each, in their order', () => {
    const { verdict, partitions } = check(history);
    expect(verdict).toBe('ok');
    expect(partitions.map(({ key }) => key)).toEqual(history.map(({ input }) => input.key));
    expect(partitions.every((part) => part.verdict === 'ok')).toBe(true);
  });

  it('leaves those unknown for which there was no time, with the cause', () => {
    const result = check(history, { timeoutMs: 300 });
    expect(result).toMatchObject({ verdict: 'unknown', cause: 'time' });
    expect(result.partitions).toHaveLength(KEYS);
    const done = result.partitions.filter((part) => part.verdict === 'ok').length;
    expect(done).toBeGreaterThan(100);
    expect(done).toBeLessThan(KEYS);
    // They are judged in their order, so that the last one was not.
    expect(result.partitions.at(-1)).toEqual({
      verdict: 'unknown',
      key: `k${KEYS - 1}`,
      operations: 1,
      cause: 'time',
      message: describeCause('time'),
      elapsedMs: 0,
    });
  });

  it('ends at an illegal one, and needs the others no more', () => {
    const at = 5000;
    const wrong = history.map((operation, i) =>
      i === at ? { ...operation, output: 'from nowhere' } : operation,
    );
    const result = check(wrong);
    expect(result.verdict === 'illegal' && result.illegal).toMatchObject({
      key: `k${at}`,
      explanation: { witness: [at], minimal: true },
    });
    expect(result.partitions[at - 1]?.verdict).toBe('ok');
    expect(result.partitions[at]).toBe(result.verdict === 'illegal' && result.illegal);
    expect(result.partitions[at + 1]).toMatchObject({ cause: 'not-needed' });
    expect(result.partitions.at(-1)).toMatchObject({ cause: 'not-needed' });
  });

  it('says how long it took for each, and for all', () => {
    const { elapsedMs, partitions } = check(history.slice(0, 3), {}, () => 7);
    expect([elapsedMs, ...partitions.map((part) => part.elapsedMs)]).toEqual([0, 0, 0, 0]);
  });

  it('ends at the very moment the time is over', () => {
    const result = check(history, { timeoutMs: 0 }, () => 7);
    expect(result).toMatchObject({ verdict: 'unknown', cause: 'time' });
  });
});
