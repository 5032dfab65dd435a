import { describe, expect, it } from 'vitest';
import { partitionByGroups } from './partition-by-groups.js';
import { partitionBy } from './partition-by.js';

const times = { call: 0, return: 1 };
const operations = <Input>(...inputs: readonly Input[]) =>
  inputs.map((input) => ({ input, ...times }));

describe('partitionBy', () => {
  it('puts together what has one key, keys and operations in their order', () => {
    const byFirst = partitionBy((text: string) => text.charAt(0));
    expect(byFirst(operations('b1', 'a1', 'b2', 'a2', 'c'))).toEqual([
      { key: 'b', indices: [0, 2] },
      { key: 'a', indices: [1, 3] },
      { key: 'c', indices: [4] },
    ]);
  });

  it('gives the operation to who names the key', () => {
    const byClient = partitionBy<string, never>((_, { clientId }) => String(clientId));
    const [operation] = operations('x');
    expect(byClient([{ ...times, input: 'x', ...operation, clientId: 7 }])).toEqual([
      { key: '7', indices: [0] },
    ]);
  });
});

describe('partitionByGroups', () => {
  const byLetters = partitionByGroups((text: string) => [...new Set(text)]);
  const keysOf = (...inputs: readonly string[]) =>
    byLetters(operations(...inputs)).map(({ key, indices }) => [key, indices]);

  it('puts together what is connected, however late, and however far', () => {
    expect(keysOf('ab', 'cd', 'ef', 'fa', 'g', 'dg', 'g')).toEqual([
      ['a, b, e, f', [0, 2, 3]],
      ['c, d, g', [1, 4, 5, 6]],
    ]);
    const chain = 'abcdefghijklmnop';
    const pairs = Array.from({ length: 15 }, (_, i) => chain.slice(i, i + 2));
    expect(keysOf(...pairs)).toEqual([[chain.split('').join(', '), [...pairs.keys()]]]);
    expect(keysOf(...pairs.toReversed())).toHaveLength(1);
  });

  it('puts together what touches nothing', () => {
    expect(keysOf('', 'a', '')).toEqual([
      ['', [0, 2]],
      ['a', [1]],
    ]);
  });

  it('names sixteen keys of a group in order, and counts the others', () => {
    expect(keysOf('qponmlkjihgfedcba')).toEqual([
      ['b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q and 1 more', [0]],
    ]);
    expect(keysOf('ponmlkjihgfedcba')).toEqual([
      ['a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p', [0]],
    ]);
  });
});
