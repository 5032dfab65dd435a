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

  it('gives memory back that it does not need any more, and works as before', () => {
    const set = new RecordSet(1);
    const fill = (count: number) => Array.from({ length: count }, (_, i) => Int32Array.of(i * 77));
    const indexBytes = () => set.bytes - set.records.bytes;
    fill(5000).forEach((record) => expect(set.add(record)).toBe(true));
    // Two slots of the index for a record at least, and a growth that may be near.
    expect(indexBytes()).toBe(3 * 4 * 16_384);
    set.clear();
    expect(indexBytes()).toBe(3 * 4 * 16_384);
    set.clear();
    expect(indexBytes()).toBe(3 * 4 * 2048);
    set.clear();
    expect(indexBytes()).toBe(3 * 4 * 2048);
    fill(3000).forEach((record) => expect(set.add(record)).toBe(true));
    fill(3000).forEach((record) => expect(set.add(record)).toBe(false));
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
