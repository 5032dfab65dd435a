import { describe, expect, it } from 'vitest';
import { Antichain } from './antichain.js';

const words = (...values: number[]) => Int32Array.from(values);

/** All entries that are not dominated, as [key, counts, trace]. */
function entries(antichain: Antichain, keyWidth: number, counts: number) {
  const key = new Int32Array(keyWidth);
  const used = new Int32Array(counts);
  const result: [number[], number[], number][] = [];
  for (let entry = 0; entry < antichain.size; entry++) {
    const trace = antichain.load(entry, key, used);
    if (trace >= -1) {
      result.push([[...key], [...used], trace]);
    }
  }
  return result;
}

describe('Antichain', () => {
  it('keeps what no other dominates', () => {
    const antichain = new Antichain(1, 2);
    expect(antichain.add(words(7), words(1, 0), 10)).toBe(true);
    expect(antichain.add(words(7), words(0, 1), 11)).toBe(true);
    expect(antichain.add(words(8), words(5, 5), -1)).toBe(true);
    expect(entries(antichain, 1, 2)).toEqual([
      [[7], [1, 0], 10],
      [[7], [0, 1], 11],
      [[8], [5, 5], -1],
    ]);
  });

  it('refuses what is dominated, equals included', () => {
    const antichain = new Antichain(1, 2);
    antichain.add(words(7), words(1, 1), 0);
    expect(antichain.add(words(7), words(1, 1), 1)).toBe(false);
    expect(antichain.add(words(7), words(1, 2), 1)).toBe(false);
    expect(antichain.add(words(7), words(0, 5), 1)).toBe(true);
  });

  it('drops what a new one dominates, wherever it stands in its list', () => {
    for (const [first, second, third] of [
      [words(2, 1), words(1, 3), words(0, 9)],
      [words(1, 3), words(2, 1), words(0, 9)],
      [words(0, 9), words(1, 3), words(2, 1)],
    ] as const) {
      const antichain = new Antichain(1, 2);
      [first, second, third].forEach((counts, i) => antichain.add(words(7), counts, i));
      expect(antichain.add(words(7), words(1, 1), 9)).toBe(true);
      const left = entries(antichain, 1, 2).map(([, counts]) => counts.join());
      expect(left.toSorted()).toEqual(['0,9', '1,1']);
      expect(antichain.add(words(7), words(2, 3), 9)).toBe(false);
      expect(antichain.add(words(7), words(0, 0), 9)).toBe(true);
      expect(entries(antichain, 1, 2)).toEqual([[[7], [0, 0], 9]]);
    }
  });

  it('keeps thousands of keys apart, and forgets them all at once', () => {
    const antichain = new Antichain(3, 1);
    const fill = () => {
      for (let i = 0; i < 5000; i++) {
        expect(antichain.add(words(i % 50, i, -i), words(i % 7), i)).toBe(true);
      }
    };
    fill();
    expect(antichain.size).toBe(5000);
    expect(entries(antichain, 3, 1)[4321]).toEqual([[21, 4321, -4321], [2], 4321]);
    const { bytes } = antichain;
    antichain.clear();
    expect(antichain.size).toBe(0);
    fill();
    expect(antichain.bytes).toBeLessThanOrEqual(bytes);
  });

  it('says what it holds', () => {
    const antichain = new Antichain(2, 0);
    const empty = antichain.bytes;
    for (let i = 0; i < 1000; i++) {
      antichain.add(words(i, i), words(), i);
    }
    // Per entry: key, next, group and trace, and the head of its list, at least.
    expect(antichain.bytes - empty).toBeGreaterThan(800 * 4 * 6);
  });

  it('keeps wide vectors of counts apart', () => {
    const wide = 3000;
    const antichain = new Antichain(2, wide);
    const counts = (i: number): Int32Array =>
      new Int32Array(wide)
        .fill(1, 0, 1)
        .fill(200 - i, 1, 2)
        .fill(i, wide - 1);
    for (let i = 0; i < 200; i++) {
      expect(antichain.add(words(i % 3, 7), counts(i), i)).toBe(true);
    }
    const found = entries(antichain, 2, wide);
    expect(found).toHaveLength(200);
    expect(found[150]?.[0]).toEqual([0, 7]);
    expect(found[150]?.[1].slice(0, 2)).toEqual([1, 50]);
    expect(found[150]?.[1].at(-1)).toBe(150);
    expect(antichain.add(words(0, 7), counts(150), 9)).toBe(false);
    // One that used less of everything takes the place of all of its key.
    expect(antichain.add(words(1, 7), new Int32Array(wide), 9)).toBe(true);
    expect(entries(antichain, 2, wide)).toHaveLength(200 - 67 + 1);
  });
});
