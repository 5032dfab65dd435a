import { describe, expect, it } from 'vitest';
import { pausesAt } from '../resumable/count-pauses.test.support.js';
import { finish } from '../resumable/resumable.js';
import { partitionByGroups } from './partition-by-groups.js';
import { partitionBy } from './partition-by.js';
import { setPartition } from './set-partition.js';

const times = { call: 0, return: 1 };
const operations = <Input>(...inputs: readonly Input[]) =>
  inputs.map((input) => ({ input, ...times }));

describe('partitionBy', () => {
  it('puts together what has one key, keys and operations in their order', () => {
    const byFirst = partitionBy((text: string) => text.charAt(0));
    expect(finish(byFirst(operations('b1', 'a1', 'b2', 'a2', 'c')))).toEqual([
      { key: 'b', indices: [0, 2] },
      { key: 'a', indices: [1, 3] },
      { key: 'c', indices: [4] },
    ]);
  });

  it('gives the operation to who names the key', () => {
    const byClient = partitionBy<string, never>((_, { clientId }) => String(clientId));
    const [operation] = operations('x');
    expect(finish(byClient([{ ...times, input: 'x', ...operation, clientId: 7 }]))).toEqual([
      { key: '7', indices: [0] },
    ]);
  });

  it('pauses where it takes long', () => {
    const all = partitionBy(() => 'all');
    expect(pausesAt(1, () => all(operations(1, 2, 3, 4)))).toBe(4);
    expect(pausesAt(0, () => all(operations(1, 2, 3, 4)))).toBe(0);
  });
});

describe('partitionByGroups', () => {
  const byLetters = partitionByGroups((text: string) => [...new Set(text)]);
  const keysOf = (...inputs: readonly string[]) =>
    finish(byLetters(operations(...inputs))).map(({ key, indices }) => [key, indices]);

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

  it('pauses in each of its passes where it takes long', () => {
    expect(pausesAt(1, () => byLetters(operations('a', 'b', 'a', 'b')))).toBe(4 + 4 + 2);
    expect(pausesAt(0, () => byLetters(operations('a', 'b', 'a', 'b')))).toBe(0);
  });
});

describe('setPartition', () => {
  const COUNT = 40_000;
  const adds = (of: (i: number) => number) =>
    Array.from({ length: COUNT }, (_, i) => ({
      input: { f: 'add', value: of(i) } as const,
      output: true,
      ...times,
    }));

  it('pauses every few thousand operations, elements and parts, in each of its passes', () => {
    // The operations, for reads of all, for their roles twice, for sizes, and in pieces for parts.
    expect(
      pausesAt(0, () =>
        setPartition(
          adds((i) => i % 10),
          [],
        ),
      ),
    ).toBe(4 * 9 + 3);
    // The elements too, but not their 157 parts.
    expect(
      pausesAt(0, () =>
        setPartition(
          adds((i) => i),
          [],
        ),
      ),
    ).toBe(4 * 9 + 3 + 9);
    // 20,000 elements with a part of their own, for it is not known which add was first: twice.
    const open = adds((i) => i % 20_000).map(({ input, call }) => ({ input, call, return: 1 }));
    expect(pausesAt(0, () => setPartition(open, []))).toBe(4 * 9 + 3 + 3 * 4);
  });
});
