import { describe, expect, it } from 'vitest';
import { sort } from './sort.js';

const expected = (times: readonly number[]) => {
  const at = (i: number): number => times[i] ?? 0;
  return [...times.keys()].sort((a, b) => (at(a) === at(b) ? a - b : at(a) < at(b) ? -1 : 1));
};

const sorted = (times: readonly number[]) => [...sort(Float64Array.from(times))];

/** Many times of mixed signs and sizes, some of them equal. */
function mixed(count: number): number[] {
  let state = 7;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const sizes = [1, 1e-9, 1e15, 0.5, 0];
    return ((state % 2000) - 1000) * (sizes[(state >>> 12) % sizes.length] ?? 1);
  });
}

describe('sort', () => {
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

  it('sorts times that differ by less than a number near one can tell', () => {
    const times = mixed(600).map((time) => time * 1e-30);
    expect(sorted(times)).toEqual(expected(times));
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

  it('sorts whole numbers that are near to each other or far apart', () => {
    for (const count of [300, 16_384, 16_385, 40_000]) {
      for (const apart of [1, 1000, 70_000, 3_000_000]) {
        const times = mixed(count).map((time) => -12_345 + Math.round(time % 2000) * apart);
        expect(sorted(times)).toEqual(expected(times));
      }
    }
  });

  it('puts infinite times before and after all others', () => {
    const infinite = [Infinity, -Infinity];
    for (const scale of [1, 0.25, 1e6]) {
      const times = mixed(900).map((time, i) =>
        i % 7 === 0 ? (infinite[i % 2] ?? 0) : Math.round(time % 1000) * scale,
      );
      expect(sorted(times)).toEqual(expected(times));
    }
    const only = mixed(600).map((_, i) => infinite[i % 2] ?? 0);
    expect(sorted(only)).toEqual(expected(only));
    const one = [...only, 5];
    expect(sorted(one)).toEqual(expected(one));
  });

  it('keeps apart whole numbers whose distance doubles cannot hold', () => {
    const times = mixed(600).map((time, i) => (i % 3 === 0 ? 2 ** 60 + 256 * i : time % 5));
    expect(sorted(times)).toEqual(expected(times));
    const edge = mixed(600).map((_, i) => [0, 2 ** 53 - 4, 2 ** 53 - 2, 2 ** 53, 1][i % 5] ?? 0);
    expect(sorted(edge)).toEqual(expected(edge));
    const words = mixed(600).map((_, i) => [2 ** 32 - 3, 2 ** 32 - 1, 0, 2 ** 32][i % 4] ?? 0);
    expect(sorted(words)).toEqual(expected(words));
  });
});
