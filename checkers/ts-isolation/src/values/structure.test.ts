import { describe, expect, it } from 'vitest';

import type { Value } from '../types.js';
import { Codes } from './codes.js';
import { commonPrefix, sameValue } from './same-value.js';
import { structureText } from './structure.js';

/** Values of which no two are equal, each written in two ways. */
const VALUES: readonly (readonly [Value, Value])[] = [
  [0, -0],
  [1, 1],
  [-1, -1],
  [1.5, 1.5],
  [2 ** 30, 2 ** 30],
  [2 ** 31, 2 ** 31],
  [Number.NaN, Number.NaN],
  [1n, 1n],
  ['1', '1'],
  ['null', 'null'],
  [null, null],
  [true, true],
  [[], []],
  [[1], [1]],
  [['1'], ['1']],
  [
    [1, 2],
    [1, 2],
  ],
  [[[1, 2]], [[1, 2]]],
  [new Set([1, 2]), new Set([2, 1])],
  [new Set(['1', 2]), new Set([2, '1'])],
  [new Map([[1, 2] as const, [3, 4] as const]), new Map([[3, 4] as const, [1, 2] as const])],
  [
    { a: 1, b: 2 },
    { b: 2, a: 1 },
  ],
  [
    { a: 1, b: '2' },
    { b: '2', a: 1 },
  ],
  [{}, {}],
];

describe('two values', () => {
  it('are the same, and have the same code, if they are equal, whatever their order', () => {
    const codes = new Codes();
    for (const [at, [one]] of VALUES.entries()) {
      for (const [place, [, two]] of VALUES.entries()) {
        expect([at, place, sameValue(one, two)]).toEqual([at, place, at === place]);
        expect(codes.of(one) === codes.of(two)).toBe(at === place);
      }
    }
  });
});

describe('the text of a value', () => {
  it.each<[Value, Value]>([
    [1, '1'],
    [[1], ['1']],
    [new Set([1, '2']), new Set(['2', '1'])],
    [new Map([[1, 2]]), new Map([['1', '2']])],
    [{ a: 1 }, { a: '1' }],
  ])('is the same for %o and %o only where types do not count', (one, two) => {
    expect(structureText(one)).not.toBe(structureText(two));
    expect(structureText(one, String)).toBe(structureText(two, String));
  });
});

describe('the beginning that two lists share', () => {
  it('ends where they differ, or the shorter one ends', () => {
    expect(commonPrefix([], [1])).toBe(0);
    expect(commonPrefix([1, 2], [1, 3])).toBe(1);
    expect(commonPrefix([1, [2]], [1, [2], 3])).toBe(2);
    expect(commonPrefix([1, 2, 3], [1, 2])).toBe(2);
    const list = [1, 2];
    expect(commonPrefix(list, list)).toBe(2);
  });
});
