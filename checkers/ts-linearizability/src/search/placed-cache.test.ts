import { describe, expect, it } from 'vitest';
import { PlacedCache } from './placed-cache.js';

type Words = [number, number, number];

function add(cache: PlacedCache, key: Words): boolean {
  if (cache.isFull) {
    cache.grow();
  }
  return cache.add(...key);
}

describe('PlacedCache', () => {
  it.each([0, 1, 2])(
    'tells keys apart that differ in word %i only, through its growths',
    (word) => {
      const cache = new PlacedCache();
      const keyOf = (i: number): Words => [0, 1, 2].map((at) => (at === word ? i : 7)) as Words;
      const all = Array.from({ length: 20_000 }, (_, i) => keyOf(i + 1));
      expect(all.every((key) => add(cache, key))).toBe(true);
      expect(all.some((key) => add(cache, key))).toBe(false);
      expect(cache.size).toBe(20_000);
    },
  );

  it('holds a key of zeros, and keys that begin or end with zero', () => {
    const cache = new PlacedCache();
    for (const key of [
      [0, 0, 0],
      [5, 0, 0],
      [0, 5, 0],
      [0, 0, 5],
    ] as Words[]) {
      expect([add(cache, key), add(cache, key)]).toEqual([true, false]);
    }
  });

  it('waits with a growth once it is large, and counts it as soon as it is due', () => {
    const cache = new PlacedCache();
    for (let i = 1; i < 32_768; i++) {
      cache.add(i, 0, 0);
    }
    expect([cache.isFull, cache.bytes]).toEqual([false, 12 * 65_536]);
    cache.add(32_768, 0, 0);
    expect([cache.isFull, cache.bytes]).toEqual([true, 3 * 12 * 65_536]);
    cache.grow();
    expect([cache.isFull, cache.bytes]).toEqual([false, 2 * 12 * 65_536]);
  });
});
