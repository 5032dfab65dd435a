import { describe, expect, it } from 'vitest';

import type { Value } from '../types.js';
import { keyText, listText, transactionText, valueText } from './words.js';

describe('a value in words', () => {
  it.each<[Value, string]>([
    [null, 'null'],
    [true, 'true'],
    [1.5, '1.5'],
    [10n, '10'],
    ['a b', '"a b"'],
    [[1, 'a', [2n]], '[1,"a",[2n]]'],
    [new Set([2, 1]), '#{1,2}'],
    [new Map([['b', 1] as const, ['a', 2] as const]), '#map{["a",2],["b",1]}'],
    [{ b: 1, a: [] }, '{"a":[],"b":1}'],
  ])('%o is %s', (value, text) => {
    expect(valueText(value)).toBe(text);
  });
});

describe('a key in words', () => {
  it.each<[Value, string]>([
    ['x', 'x'],
    ['_a.b:c/d-9', '_a.b:c/d-9'],
    ['X9', 'X9'],
    ['9x', '"9x"'],
    ['a b', '"a b"'],
    ['', '""'],
    [7, '7'],
  ])('%o is %s', (key, text) => {
    expect(keyText(key)).toBe(text);
  });
});

const upTo = (length: number) => Array.from({ length }, (_, at) => at + 1);

describe('a list in words', () => {
  it('is cut in the middle if that leaves out more than one', () => {
    expect(listText([])).toBe('[]');
    expect(listText(upTo(12))).toBe('[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]');
    expect(listText(upTo(13))).toBe('[1, 2, 3, … 2 more …, 6, 7, 8, 9, 10, 11, 12, 13]');
  });
});

describe('a transaction in words', () => {
  it('names its micro-ops one after another', () => {
    expect(transactionText([])).toBe('nothing');
    expect(
      transactionText([
        ['append', 'x', 1],
        ['w', 'y', 'a'],
        ['r', 'x', [1, 2]],
        ['r', 'y', 'a'],
        ['r', 'y', undefined],
      ]),
    ).toBe('append(x, 1), write(y, "a"), read(x) -> [1, 2], read(y) -> "a", read(y) -> ?');
  });
});
