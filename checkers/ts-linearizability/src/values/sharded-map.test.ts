import { describe, expect, it } from 'vitest';
import type { Key } from '../types.js';
import { ShardedMap } from './sharded-map.js';

const KINDS: readonly (readonly [string, (i: number) => Key])[] = [
  ['numbers', (i) => i],
  ['negative numbers', (i) => -i],
  ['large numbers', (i) => BigInt(i) + 1n],
  ['short texts', (i) => `k${i}`],
  ['long texts that differ at their ends', (i) => `${'key'.repeat(20)}${i}`],
  ['longer texts that differ at their beginnings', (i) => `${i}`.padEnd(31, '-')],
];

/** What the work gives, and how many entries the largest of all maps that it made came to hold. */
function withLargestMap<Result>(work: () => Result): readonly [result: Result, largest: number] {
  const Plain = Map;
  let largest = 0;
  globalThis.Map = class<K, V> extends Plain<K, V> {
    override set(key: K, value: V): this {
      super.set(key, value);
      largest = Math.max(largest, this.size);
      return this;
    }
  };
  try {
    return [work(), largest];
  } finally {
    globalThis.Map = Plain;
  }
}

describe('ShardedMap', () => {
  it.each(KINDS)('finds again what it holds under %s, few or many', (_name, keyOf) => {
    for (const count of [100, 20_000]) {
      const map = new ShardedMap<number>();
      for (let i = 0; i < count; i++) {
        map.set(keyOf(i), i);
      }
      map.set(keyOf(7), -7);
      map.delete(keyOf(8));
      const others = Array.from({ length: count - 9 }, (_, i) => i + 9);
      expect(others.filter((i) => map.get(keyOf(i)) !== i)).toEqual([]);
      expect([0, 6, 7, 8, count].map((i) => map.get(keyOf(i)))).toEqual([
        0,
        6,
        -7,
        undefined,
        undefined,
      ]);
    }
  });

  it.each(KINDS)('moves no more than 16,385 entries at once, and spreads %s', (_name, keyOf) => {
    const fill = (count: number) => () => {
      const map = new ShardedMap<number>();
      for (let i = 0; i < count; i++) {
        map.set(keyOf(i), i);
      }
    };
    expect(withLargestMap(fill(16_384))[1]).toBe(16_384);
    expect(withLargestMap(fill(60_000))[1]).toBe(16_385);
  });

  it('spreads over many maps once it is large', () => {
    const map = new ShardedMap<number>();
    for (let i = 0; i < 16_385; i++) {
      map.set(i, i);
    }
    const [, largest] = withLargestMap(() => map.set('one more', 1));
    expect(largest).toBeLessThan(200);
  });

  it('keeps keys of different types apart', () => {
    const map = new ShardedMap<string>();
    const keys: readonly Key[] = [0, '0', 0n, false, null, '', 'null', 'false'];
    keys.forEach((key) => map.set(key, `${typeof key} ${String(key)}`));
    for (let i = 0; i < 20_000; i++) {
      map.set(i + 1, '');
    }
    expect(keys.map((key) => map.get(key))).toEqual(
      keys.map((key) => `${typeof key} ${String(key)}`),
    );
  });
});
