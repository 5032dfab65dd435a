import { describe, expect, it } from 'vitest';
import { RecordSet } from './record-set.js';

describe('RecordSet', () => {
  it('knows every record that was added, through all its growths, under its number', () => {
    const set = new RecordSet(3);
    const recordOf = (i: number) => Int32Array.of(i & 7, -i, i >> 3);
    for (let i = 0; i < 3000; i++) {
      expect(set.add(recordOf(i))).toBe(true);
      expect(set.found).toBe(i);
    }
    for (let i = 2999; i >= 0; i--) {
      expect(set.add(recordOf(i))).toBe(false);
      expect(set.found).toBe(i);
    }
    expect(set.size).toBe(3000);
    expect([
      ...set.records.pageOf(10).subarray(set.records.offsetOf(10), set.records.offsetOf(10) + 3),
    ]).toEqual([2, -10, 1]);
    set.clear();
    expect(set.add(recordOf(7))).toBe(true);
    expect(set.found).toBe(0);
  });

  it('gives memory back once it is small, and works as before', () => {
    const set = new RecordSet(1);
    const fill = (count: number) => Array.from({ length: count }, (_, i) => Int32Array.of(i * 77));
    const empty = set.bytes;
    fill(5000).forEach((record) => expect(set.add(record)).toBe(true));
    const full = set.bytes;
    // Two words of the index for a record at least.
    expect(full - empty).toBeGreaterThanOrEqual(4 * 3 * 4900);
    expect(full).toBe(set.records.bytes + 4 * 16_384);
    set.clear();
    expect(set.bytes).toBe(full);
    set.clear();
    expect(set.bytes).toBe(set.records.bytes + 4 * 2048);
    set.clear();
    expect(set.bytes).toBe(set.records.bytes + 4 * 2048);
    fill(3000).forEach((record) => expect(set.add(record)).toBe(true));
    fill(3000).forEach((record) => expect(set.add(record)).toBe(false));
  });

  it('grows in parts once it is large, and keeps all that it holds', () => {
    const COUNT = 200_000;
    const set = new RecordSet(2);
    const recordOf = (i: number) => Int32Array.of(i % 1000, i);
    const indexBytes = () => set.bytes - set.records.bytes;
    const growths: (readonly [records: number, slots: number])[] = [];
    let slots = indexBytes() / 4;
    for (let i = 0; i < COUNT; i++) {
      set.add(recordOf(i));
      const grown = indexBytes() / 4 - slots;
      slots += grown;
      if (grown > 4096) {
        growths.push([set.size, grown]);
      }
    }
    expect(growths).toEqual([
      [4097, 8192],
      [8193, 16_384],
      [16_385, 32_768],
      [32_769, 65_536],
    ]);
    const missing = Array.from({ length: COUNT }, (_, i) => i).filter(
      (i) => set.add(recordOf(i)) || set.found !== i,
    );
    expect(missing).toEqual([]);
    // All parts of 2048 slots have grown twice, for they hold about 3125 records each.
    expect(slots).toBe(64 * 8192);
    set.clear();
    expect(indexBytes()).toBe(4 * 8192);
    expect([set.size, set.add(recordOf(5)), set.add(recordOf(5))]).toEqual([0, true, false]);
  });

  it('doubles when more than half of its slots are taken', () => {
    const set = new RecordSet(1);
    const sizes: (readonly [records: number, slots: number])[] = [];
    for (let i = 1; i <= 300; i++) {
      const before = set.bytes - set.records.bytes;
      set.add(Int32Array.of(i));
      const after = set.bytes - set.records.bytes;
      if (after !== before) {
        sizes.push([i, after / 4]);
      }
    }
    expect(sizes).toEqual([
      [65, 256],
      [129, 512],
      [257, 1024],
    ]);
  });

  it('forgets what it held, also what an index that stays held', () => {
    const set = new RecordSet(1);
    [1, 2, 3].forEach((word) => set.add(Int32Array.of(word)));
    const { bytes } = set;
    set.clear();
    expect([1, 2, 3].map((word) => set.add(Int32Array.of(word)))).toEqual([true, true, true]);
    expect([set.size, set.found, set.bytes]).toEqual([3, 2, bytes]);
  });
});
