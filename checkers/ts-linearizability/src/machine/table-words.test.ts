import { describe, expect, it } from 'vitest';
import { tableWords } from './table-words.js';

describe('words of tables', () => {
  it('are all zero, and shared if there are many', () => {
    for (const count of [0, 10, 4095, 4096, 10_000]) {
      const words = tableWords(count);
      expect(words).toHaveLength(count);
      expect(words.every((word) => word === 0)).toBe(true);
      expect(words.buffer instanceof SharedArrayBuffer).toBe(count >= 4096);
    }
  });

  it('are ordinary ones where memory cannot be shared', () => {
    const shared = globalThis.SharedArrayBuffer;
    Reflect.deleteProperty(globalThis, 'SharedArrayBuffer');
    try {
      expect(tableWords(10_000).buffer).toBeInstanceOf(ArrayBuffer);
      expect(tableWords(10_000)).toHaveLength(10_000);
    } finally {
      globalThis.SharedArrayBuffer = shared;
    }
  });
});
