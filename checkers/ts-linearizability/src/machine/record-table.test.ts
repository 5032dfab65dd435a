import { describe, expect, it } from 'vitest';
import { RecordTable } from './record-table.js';
import { Rows } from './rows.js';

/** The number of a key, and whether it is new. */
function add(table: RecordTable, ...key: number[]): [number, boolean] {
  table.key.set(key);
  const known = table.size;
  const number = table.add();
  return [number, number === known];
}

describe('RecordTable', () => {
  it('knows every key that was added, through all its growths, under its number', () => {
    const table = new RecordTable(3);
    const keyOf = (i: number): [number, number, number] => [i & 7, 5 - i, i >> 3];
    for (let i = 0; i < 3000; i++) {
      expect(add(table, ...keyOf(i))).toEqual([i, true]);
      table.setNote(i, 10 * i);
    }
    const key = new Int32Array(3);
    for (let i = 2999; i >= 0; i--) {
      expect(add(table, ...keyOf(i))).toEqual([i, false]);
      table.load(i, key);
      expect([...key, table.noteOf(i)]).toEqual([...keyOf(i), 10 * i]);
    }
    expect(table.size).toBe(3000);
  });

  it.each([0, 1, 2])('tells keys apart that differ in word %i only', (word) => {
    const table = new RecordTable(3);
    for (let i = 0; i < 20_000; i++) {
      const key = [7, 7, 7];
      key[word] = i << 8;
      expect(add(table, ...key)[1]).toBe(true);
    }
  });

  it('forgets what it held, and an index that is too large for the next', () => {
    const table = new RecordTable(1);
    const fill = (count: number): boolean[] =>
      Array.from({ length: count }, (_, i) => add(table, i * 77)[1]);
    expect(fill(5000)).not.toContain(false);
    const { bytes } = table;
    table.clear();
    expect(table.size).toBe(0);
    expect(add(table, 77)).toEqual([0, true]);
    table.clear();
    table.clear();
    expect(table.bytes).toBeLessThan(bytes);
    expect(fill(5000)).not.toContain(false);
    expect(fill(5000)).not.toContain(true);
  });
});

describe('Rows', () => {
  it('keep what they hold, and count a growth that may be near', () => {
    for (const width of [1, 3, 500]) {
      const rows = new Rows(width);
      expect(rows.bytes).toBe(3 * 4 * 32 * width);
      for (let row = 0; row < 5000; row++) {
        expect(rows.add()).toBe(row * width);
        rows.words.fill(row, row * width, (row + 1) * width);
      }
      for (let row = 0; row < 5000; row++) {
        expect([rows.words[row * width], rows.words[(row + 1) * width - 1]]).toEqual([row, row]);
      }
      expect(rows.bytes).toBe(3 * 4 * 8192 * width);
    }
    const large = new Rows(1);
    for (let row = 0; row <= 1 << 17; row++) {
      large.add();
    }
    expect(large.bytes).toBe(4 * (1 << 18));
  });
});
