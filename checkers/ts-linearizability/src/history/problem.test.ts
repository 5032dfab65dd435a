import { describe, expect, it } from 'vitest';
import { register } from '../models/register.js';
import { countPauses } from '../resumable/count-pauses.test.support.js';
import { problemOf } from './problem.js';

const writes = Array.from({ length: 100_000 }, (_, i) => ({
  input: { f: 'write' as const, value: i },
  call: i,
  return: i + 1,
}));

describe('problemOf', () => {
  it('pauses every few thousand operations, in each of its passes', () => {
    const { result, pauses } = countPauses(problemOf(register(), writes));
    expect(result.mandatory).toBe(100_000);
    // By operation: their times and the merge of calls and returns. By number: two sorts of what
    // is sorted already, the numbers of the operations, their returns and their classes.
    expect(pauses).toBeGreaterThanOrEqual(2 * 24 + 7 * 6);
  });

  it('takes a small history in few pieces', () => {
    expect(countPauses(problemOf(register(), writes.slice(0, 10))).pauses).toBeLessThan(10);
  });
});
