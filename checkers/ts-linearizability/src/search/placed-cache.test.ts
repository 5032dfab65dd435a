import { describe, expect, it } from 'vitest';
import { PlacedCache } from './placed-cache.js';
import { mix } from './zobrist.js';

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

  it('is in parts once it is large, which grow one by one', () => {
    const cache = new PlacedCache();
    const random = (i: number): [number, number] => [mix(i), mix(~i)];
    let before = 0;
    let largest = 0;
    for (let i = 0; i < 150_000; i++) {
      expect(cache.add(...random(i))).toBe(true);
      if (i === 65_536) {
        // A table of 131,072 slots that was half full.
        expect(cache.bytes).toBe(2 * 8 * 131_072);
        before = cache.growths;
        largest = cache.bytes;
      }
    }
    expect(before).toBe(6);
    expect(cache.bytes).toBeGreaterThan(largest);
    // Each of the 64 parts grew once or, if many keys fell on it, twice.
    expect(cache.growths - before).toBeGreaterThanOrEqual(64);
    expect(cache.growths - before).toBeLessThan(100);
    expect(cache.bytesAfterGrowth - cache.bytes).toBeLessThan(cache.bytes / 16);
    for (let i = 0; i < 150_000; i++) {
      if (cache.add(...random(i))) {
        throw new Error(`key ${i} is lost`);
      }
    }
    expect(cache.size).toBe(150_000);
  });
});
