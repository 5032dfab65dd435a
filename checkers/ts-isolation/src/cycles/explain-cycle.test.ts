import { describe, expect, it } from 'vitest';

import { roundOf } from './explain-cycle.js';

describe('the round of a cycle', () => {
  it('is told step by step', () => {
    expect(roundOf(2)).toBe('T1 must come before T2, and T2 before T1.');
    expect(roundOf(4)).toBe(
      'T1 must come before T2, T2 before T3, T3 before T4, and T4 before T1.',
    );
    expect(roundOf(10)).toContain(', T9 before T10, and T10 before T1.');
  });

  it('is told in short where it is long', () => {
    expect(roundOf(11)).toBe('each must come before the next, and T11 before T1.');
  });
});
