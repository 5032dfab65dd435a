import { describe, expect, it } from 'vitest';
import { listed } from './words.js';

describe('operations in a reason', () => {
  it('are named up to eight; beyond that it says how many more there are', () => {
    const positions = Array.from({ length: 10 }, (_, at) => at);
    expect(listed(String, positions.slice(0, 2))).toBe('0, 1');
    expect(listed(String, positions.slice(0, 8))).toBe('0, 1, 2, 3, 4, 5, 6, 7');
    expect(listed(String, positions)).toBe('0, 1, 2, 3, 4, 5, 6, 7 and 2 more');
  });
});
