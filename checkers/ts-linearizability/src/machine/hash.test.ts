import { describe, expect, it } from 'vitest';
import { hashOf, mix } from './hash.js';

describe('mixed words', () => {
  it('are all different, and every bit is as often set as not', () => {
    const words = Array.from({ length: 10_000 }, (_, i) => mix(i));
    expect(new Set(words).size).toBe(10_000);
    for (let bit = 0; bit < 32; bit++) {
      const set = words.filter((word) => ((word >>> bit) & 1) === 1).length;
      expect(Math.abs(set - 5000)).toBeLessThan(300);
    }
  });
});

describe('the low bits of a hash', () => {
  it.each([0, 1, 2].flatMap((word) => [0, 8, 16, 24].map((shift) => [word, shift])))(
    'are spread if word %i differs in the bits from %i only',
    (word, shift) => {
      const homes = new Set<number>();
      for (let i = 0; i < 256; i++) {
        const key = new Int32Array([1, 2, 3]);
        key[word] = i << shift;
        homes.add(hashOf(key, 0, 3) & 511);
      }
      // Chance would give 201 of 512.
      expect(homes.size).toBeGreaterThan(170);
    },
  );
});
