import { describe, expect, it } from 'vitest';
import { checkOperations } from '../check/check.js';
import { register } from '../models/register.js';
import type { Operation } from '../types.js';
import { validateLinearization } from '../validate/linearization.js';
import { visualize } from '../visualize/visualize.js';
import { validHistory } from './validate.js';

const timed = (call: number | bigint, returned: number | bigint) => [
  { input: 'x', call, return: returned },
];

describe('a history', () => {
  it.each([undefined, null])('with %s for an operation is refused in words', (hole) => {
    const operations = [{ input: 'x', call: 0, return: 1 }, hole] as Operation<string, string>[];
    expect(() => validHistory(operations)).toThrow('a finite call');
  });

  it('of numbers stays as it is', () => {
    const operations = timed(-1.5, Number.MAX_SAFE_INTEGER);
    expect(validHistory(operations)).toBe(operations);
    expect(validHistory([])).toEqual([]);
  });

  it.each([
    [1.7e18, 1.7e18],
    [0, 2 ** 53],
    [-(2 ** 53), 0],
  ])('with times that were rounded is refused: %s to %s', (call, returned) => {
    expect(() => validHistory(timed(call, returned))).toThrow(
      'times that are exact (numbers up to 2^53, or bigints)',
    );
  });

  it.each<readonly [number | bigint, number | bigint, string]>([
    [5n, 4n, 'a return at or after its call at 5, got 4'],
    [5n, 6, 'bigints for its times, at most 2^53 after the first call at 5, got 6'],
    [0n, 2n ** 53n, 'at most 2^53 after the first call at 0, got 9007199254740992'],
    [Infinity, Infinity, 'a finite call, got Infinity'],
    [0, NaN, 'a return at or after its call at 0, got NaN'],
  ])('from %s to %s is refused', (call, returned, message) => {
    expect(() => validHistory(timed(call, returned))).toThrow(message);
  });
});

describe('times in nanoseconds since 1970', () => {
  const start = 1_700_000_000_000_000_000n;
  const write = (value: number, call: bigint, returned: bigint | number) => {
    return { input: { f: 'write', value }, call, return: returned } as const;
  };
  const read = { input: { f: 'read' }, output: 1, call: start + 3n, return: start + 4n } as const;
  const legal = [write(2, start, start + 1n), write(1, start + 2n, Infinity), read];
  const stale = [write(1, start, start + 1n), write(2, start + 2n, start + 2n), read];

  it('are told apart to the nanosecond', () => {
    expect(checkOperations(register(), legal).verdict).toBe('ok');
    const result = checkOperations(register(), stale, { method: 'search' });
    expect(result.verdict === 'illegal' && result.illegal.explanation?.reason).toContain(
      'write(2) (from 2 to 2)',
    );
  });

  it('are taken by the validator and by pictures', () => {
    expect(validateLinearization(register(), legal, [0, 1, 2])).toEqual({ valid: true });
    expect(validateLinearization(register(), stale, [1, 0, 2])).toMatchObject({ valid: false });
    const [part] = checkOperations(register(), legal).partitions;
    const picture = part && visualize(register(), legal, part);
    expect(picture?.operations.map(({ call }) => call)).toEqual([0, 2, 3]);
  });
});
