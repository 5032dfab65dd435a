import { describe, expect, it } from 'vitest';
import type { Operation } from '../types.js';
import { partitionByGroups } from './partition-by-groups.js';

type Op = Operation<readonly string[], never>;

const touching = (...keys: string[]): Op => ({ input: keys, call: 0, return: 1 });
const partition = partitionByGroups<readonly string[], never>((keys) => keys);

describe('transactions by groups of keys', () => {
  it('are together if a chain of them links their keys', () => {
    const operations = [
      touching('a', 'b'),
      touching('c'),
      touching('d', 'e'),
      touching('e', 'b'),
      touching('a'),
      touching(),
      touching('f', 'f'),
    ];
    expect(partition(operations)).toEqual([
      { key: 'a, b, d, e', indices: [0, 2, 3, 4] },
      { key: 'c', indices: [1] },
      { key: '', indices: [5] },
      { key: 'f', indices: [6] },
    ]);
  });

  it('have a name of a few keys, however many they are', () => {
    const chain = Array.from({ length: 40 }, (_, i) => touching(`k${i}`, `k${i + 1}`));
    const [whole, ...others] = partition(chain);
    expect(others).toEqual([]);
    expect(whole?.key).toBe(
      'k0, k1, k10, k11, k12, k13, k14, k15, k2, k3, k4, k5, k6, k7, k8, k9 and 25 more',
    );
    const sixteen = partition(chain.slice(0, 15));
    expect(sixteen[0]?.key).toBe(
      'k0, k1, k10, k11, k12, k13, k14, k15, k2, k3, k4, k5, k6, k7, k8, k9',
    );
  });
});
