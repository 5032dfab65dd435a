import { describe, expect, it } from 'vitest';
import { PlacedCache } from './placed-cache.js';

/** Keys that differ, some of them in one word only. */
const keyOf = (i: number): [number, number] => [Math.imul(i >> 2, 0x9e3779b1), i & 3];

describe('PlacedCache', () => {
  it('knows every key that was added, through all its growths, and no other', () => {
    const cache = new PlacedCache();
    for (let i = 1; i <= 20_000; i++) {
      expect(cache.add(...keyOf(i))).toBe(true);
    }
    for (let i = 1; i <= 20_000; i++) {
      expect(cache.add(...keyOf(i))).toBe(false);
    }
    expect(cache.add(...keyOf(20_001))).toBe(true);
    expect(cache.size).toBe(20_001);
  });

  it('holds a key of two zeros, and one that ends in zero', () => {
    const cache = new PlacedCache();
    expect([cache.add(0, 0), cache.add(0, 0)]).toEqual([true, false]);
    expect([cache.add(5, 0), cache.add(5, 0)]).toEqual([true, false]);
    expect([cache.add(0, 5), cache.add(0, 5)]).toEqual([true, false]);
  });

  it('takes eight bytes a slot, two slots a key at least, and says what growth will take', () => {
    const cache = new PlacedCache();
    const start = cache.bytes;
    expect(cache.bytesAfterGrowth).toBe(start);
    for (let i = 1; i <= 2049; i++) {
      cache.add(...keyOf(i));
    }
    expect(cache.bytes).toBe(2 * start);
    expect(cache.bytesAfterGrowth).toBe(cache.bytes);
    for (let i = 2050; i <= 4096; i++) {
      cache.add(...keyOf(i));
    }
    expect(cache.bytesAfterGrowth).toBe(3 * cache.bytes);
  });

  it('keeps small keys through its growths', () => {
    const cache = new PlacedCache();
    const small = [-1, 0, 1, 2].flatMap((low) => [-1, 0, 1, 2].map((high) => [low, high] as const));
    // The key of two zeros is stored as that of one and zero.
    const keys = small.filter(([low, high]) => low !== 0 || high !== 0);
    keys.forEach(([low, high]) => expect(cache.add(low, high)).toBe(true));
    for (let i = 0; i < 5000; i++) {
      cache.add(1000 + i, 7);
    }
    expect(cache.size).toBe(5000 + keys.length);
    keys.forEach(([low, high]) => expect(cache.add(low, high)).toBe(false));
    expect(cache.add(0, 0)).toBe(false);
  });
});
