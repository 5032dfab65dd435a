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

  it('grows in parts once it is large, and keeps all that it holds', () => {
    const COUNT = 200_000;
    const cache = new PlacedCache();
    const growths: (readonly [keys: number, bytes: number, foretold: number])[] = [];
    for (let i = 1; i <= COUNT; i++) {
      const { bytes, bytesAfterGrowth } = cache;
      cache.add(...keyOf(i));
      const grown = cache.bytes - bytes;
      if (grown > 8 * 4096) {
        growths.push([i, grown, bytesAfterGrowth]);
      }
    }
    const kilo = 1024 * 8;
    expect(growths).toEqual([
      [4097, 8 * kilo, 3 * 8 * kilo],
      [8193, 16 * kilo, 3 * 16 * kilo],
      [16_385, 32 * kilo, 3 * 32 * kilo],
      [32_769, 64 * kilo, 3 * 64 * kilo],
      [65_537, 128 * kilo, 3 * 128 * kilo],
    ]);
    expect(cache.size).toBe(COUNT);
    const missing = Array.from({ length: COUNT }, (_, i) => i + 1).filter((i) =>
      cache.add(...keyOf(i)),
    );
    expect(missing).toEqual([]);
    // 64 parts of 4096 slots have grown once each, for they hold about 3125 keys each.
    expect(cache.bytes).toBe(2 * 256 * kilo);
    expect(cache.growths).toBe(6 + 64);
    // A part holds its old slots and twice as many new ones while it grows.
    expect(cache.bytesAfterGrowth).toBe(cache.bytes + (2 * cache.bytes) / 64);
  });
});
