import { describe, expect, it } from 'vitest';
import { ascending } from './sort.js';

const expected = (times: readonly number[]) =>
  [...times.keys()].sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b);

const sorted = (times: readonly number[]) => [...ascending(Float64Array.from(times))];

/** Many times of mixed signs and sizes, some of them equal. */
function mixed(count: number): number[] {
  let state = 7;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const sizes = [1, 1e-9, 1e15, 0.5, 0];
    return ((state % 2000) - 1000) * (sizes[(state >>> 12) % sizes.length] ?? 1);
  });
}

describe('ascending', () => {
  it.each([0, 1, 2, 100, 255, 256, 257, 5000])(
    'sorts %i times, equal ones in their order',
    (count) => {
      const times = mixed(count);
      expect(sorted(times)).toEqual(expected(times));
    },
  );

  it('leaves sorted times as they are', () => {
    expect(sorted([-1, 0, 0, 2])).toEqual([0, 1, 2, 3]);
  });

  it('takes zero and minus zero as equal', () => {
    const times = Array.from({ length: 600 }, (_, i) => (i % 2 === 0 ? 0 : -0));
    times.push(-1);
    expect(sorted(times)).toEqual([600, ...Array.from({ length: 600 }, (_, i) => i)]);
  });

  it('sorts whole numbers of nanoseconds', () => {
    const times = mixed(3000).map((time) => 1.7e18 + Math.round(time) * 256);
    expect(sorted(times)).toEqual(expected(times));
  });
});
