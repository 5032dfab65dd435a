import { describe, expect, it } from 'vitest';

import { fuzz } from './testing/fuzz.test.support.js';

// The long form is `npm run fuzz`.
const HISTORIES = 1500;

describe('verdicts on small histories, beside trying every order', () => {
  const { tallies, disagreements, missed } = fuzz(HISTORIES, 1);

  it('raise no false alarm, miss nothing where the rules are complete, and have orders that are legal', () => {
    expect(disagreements).toEqual([]);
  });

  it('are of each kind', () => {
    for (const { valid, invalid } of tallies.values()) {
      expect(valid).toBeGreaterThan(HISTORIES / 20);
      expect(invalid).toBeGreaterThan(HISTORIES / 20);
    }
  });

  it('miss little where the order of the values of a register is not told', () => {
    expect(missed.length).toBeLessThan(HISTORIES / 50);
  });
});
