import { describe, expect, it } from 'vitest';
import { shallowBytes } from './size.js';

describe('the estimate of the memory of a state', () => {
  it('grows with what it holds itself, without looking into that', () => {
    const hundred = Array.from({ length: 100 }, (_, i) => i);
    const sizes = [5, null, 'ab', [], hundred, new Set(hundred), new Map([[1, hundred]]), {}];
    expect(sizes.map(shallowBytes)).toEqual([16, 16, 26, 48, 848, 5000, 248, 96]);
  });
});
