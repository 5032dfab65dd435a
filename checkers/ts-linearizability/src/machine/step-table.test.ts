import { describe, expect, it } from 'vitest';
import { StepTable } from './step-table.js';

describe('StepTable', () => {
  it('keeps thousands of results apart, and counts a growth that may be near', () => {
    const table = new StepTable();
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
    expect(table.bytes).toBe(3 * 12 * 32_768);
  });

  it('does not grow for results that replace others', () => {
    const table = new StepTable();
    const { bytes } = table;
    for (let i = 0; i < 5000; i++) {
      table.set(1, 1, i);
    }
    expect(table.bytes).toBe(bytes);
  });
});
