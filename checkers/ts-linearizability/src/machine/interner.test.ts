import { describe, expect, it } from 'vitest';
import { StateInterner } from './interner.js';

describe('StateInterner', () => {
  it('compares by key if there is one', () => {
    const interner = new StateInterner<{ id: number; note: string }>({ key: ({ id }) => id });
    expect(interner.intern({ id: 1, note: 'a' })).toBe(0);
    expect(interner.intern({ id: 2, note: 'a' })).toBe(1);
    expect(interner.intern({ id: 1, note: 'b' })).toBe(0);
    expect(interner.states).toHaveLength(2);
    expect(interner.bytes).toBeGreaterThan(100);
  });

  it('compares by hash and equality if there is no key', () => {
    const interner = new StateInterner<number[]>({
      hash: ([first]) => first ?? 0,
      equal: (a, b) => a.length === b.length,
    });
    expect(interner.intern([1, 2])).toBe(0);
    expect(interner.intern([1, 3])).toBe(0);
    expect(interner.intern([1])).toBe(1);
    expect(interner.intern([2, 2])).toBe(2);
    expect(interner.bytes).toBeGreaterThan(300);
  });

  it('compares by structure if there is nothing else', () => {
    const interner = new StateInterner<unknown>({});
    expect(interner.intern({ a: 1, b: [2] })).toBe(0);
    expect(interner.intern({ b: [2], a: 1 })).toBe(0);
    expect(interner.intern({ a: 1, b: ['2'] })).toBe(1);
  });

  it('counts the memory of its states: more for large ones, and for keys that are texts', () => {
    const numbered = new StateInterner<number>({ key: (state) => state });
    [7, 8, 7].forEach((state) => numbered.intern(state));
    expect(numbered.bytes).toBe(2 * (128 + 16));
    const named = new StateInterner<string>({ key: (state) => state });
    ['', 'abcde'].forEach((state) => named.intern(state));
    expect(named.bytes).toBe(128 + 24 + (128 + 24 + 5 + 4 * 5));
    const compared = new StateInterner<number>({ equal: (a, b) => a === b });
    [7, 8, 7].forEach((state) => compared.intern(state));
    expect(compared.bytes).toBe(2 * (192 + 16));
  });

  it('asks for equality only where hashes are the same', () => {
    let asked = 0;
    const interner = new StateInterner<number>({
      hash: (state) => state % 10,
      equal: (a, b) => {
        asked++;
        return a === b;
      },
    });
    expect([3, 4, 13, 3].map((state) => interner.intern(state))).toEqual([0, 1, 2, 0]);
    expect(asked).toBe(2);
  });
});
