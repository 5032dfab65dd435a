import { expect, test } from 'vitest';
import { clockCurves } from './clock-curves.js';

const sample = (time: number, n1: number | null, n2: number | null = 0) => ({
  time,
  offsets_ms: {
    n1: n1 === null ? null : { server: n1 },
    n2: n2 === null ? null : { server: n2 },
  },
});

test('a clock is shown as far off as it was in each bucket, and as before where nobody looked', () => {
  const curves = clockCurves(
    [sample(0, 0), sample(12, -3000), sample(15, 1), sample(45, 2)],
    10,
    6,
  );
  expect(curves).toEqual([
    { name: 'server on n1', offsets_ms: [0, -3000, -3000, -3000, 2, null] },
    { name: 'server on n2', offsets_ms: [0, 0, 0, 0, 0, null] },
  ]);
});

test('a clock that could not be asked has a gap', () => {
  const curves = clockCurves(
    [sample(0, 5), sample(10, null), sample(20, null), sample(30, 5)],
    10,
    4,
  );
  expect(curves[0]).toEqual({ name: 'server on n1', offsets_ms: [5, null, null, 5] });
  expect(curves[1]).toEqual({ name: 'server on n2', offsets_ms: [0, 0, 0, 0] });
});

test('without samples there are no clocks to show', () => {
  expect(clockCurves([], 10, 4)).toEqual([]);
});
