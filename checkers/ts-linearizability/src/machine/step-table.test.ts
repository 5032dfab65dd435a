import { describe, expect, it } from 'vitest';
import { StepTable } from './step-table.js';

describe('StepTable', () => {
  it('keeps thousands of results apart', () => {
    const table = new StepTable();
    const start = table.bytes;
    for (let state = 0; state < 100; state++) {
      for (let operation = 0; operation < 100; operation++) {
        expect(table.get(state, operation, -2)).toBe(-2);
        table.set(state, operation, state * 1000 + operation);
      }
    }
    table.set(5, 6, -1);
    expect(table.get(5, 6, -2)).toBe(-1);
    expect(table.get(99, 98, -2)).toBe(99_098);
    expect(table.get(98, 99, -2)).toBe(98_099);
    expect(table.get(100, 0, -2)).toBe(-2);
    // Twelve bytes a slot, twice as many slots as results.
    expect(start).toBe(12 * 1024);
    expect(table.bytes).toBe(12 * 32_768);
  });

  it('does not grow for results that replace others', () => {
    const table = new StepTable();
    for (let i = 0; i < 5000; i++) {
      table.set(1, 1, i);
    }
    expect(table.bytes).toBe(12 * 1024);
  });

  it('doubles when more than half of its slots are taken', () => {
    const table = new StepTable();
    const sizes: (readonly [results: number, slots: number])[] = [];
    for (let i = 1; i <= 5000; i++) {
      const { bytes } = table;
      table.set(i, 0, i);
      if (table.bytes !== bytes) {
        sizes.push([i, table.bytes / 12]);
      }
    }
    expect(sizes).toEqual([
      [513, 2048],
      [1025, 4096],
      [2049, 8192],
      [4097, 16_384],
    ]);
  });

  it('grows in parts once it is large, and keeps all that it holds', () => {
    const COUNT = 200_000;
    const table = new StepTable();
    const largeGrowths: (readonly [results: number, slots: number])[] = [];
    for (let i = 1; i <= COUNT; i++) {
      const { bytes } = table;
      table.set(i % 1000, i, i);
      const grown = (table.bytes - bytes) / 12;
      if (grown > 4096) {
        largeGrowths.push([i, grown]);
      }
    }
    expect(largeGrowths).toEqual([
      [4097, 8192],
      [8193, 16_384],
      [16_385, 32_768],
      [32_769, 65_536],
      [65_537, 131_072],
    ]);
    const missing = Array.from({ length: COUNT }, (_, i) => i + 1).filter(
      (i) => table.get(i % 1000, i, -2) !== i,
    );
    expect(missing).toEqual([]);
    expect(table.get(0, 1, -2)).toBe(-2);
    // All parts of 4096 slots have grown once, for they hold about 3125 results each.
    expect(table.bytes).toBe(12 * 2 * 64 * 4096);
  });
});
