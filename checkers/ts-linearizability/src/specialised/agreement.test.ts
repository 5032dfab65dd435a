import { describe, expect, it } from 'vitest';
import { compare } from '../differential/agreement.test.support.js';
import { SUBJECTS } from '../differential/subjects.test.support.js';

const HISTORIES = 3000;
/** Checkers that refute, and leave legal histories to the search. */
const ONLY_REFUTE = new Set(['fenced-lock', 'leased-lock']);

describe('specialised checkers', () => {
  it.each(SUBJECTS)(
    'of $name agree with an exhaustive search, and prove every verdict',
    ({ name, run }) => {
      const { disagreements, ...counts } = run({ count: HISTORIES, seed: 1, most: 8 }, compare);
      expect(disagreements).toEqual([]);
      // Both verdicts were met often enough for the agreement to mean something.
      const notRefuted = ONLY_REFUTE.has(name) ? counts.undecided : counts.ok;
      expect(notRefuted).toBeGreaterThan(HISTORIES / 20);
      expect(counts.illegal).toBeGreaterThan(HISTORIES / 50);
    },
  );

  // What lies inside each other takes more operations to go wrong.
  it.each(
    SUBJECTS.filter(({ name }) => ['stack', 'priority-queue', 'set', 'key-value'].includes(name)),
  )('of $name agree with it on larger histories', ({ run }) => {
    const { disagreements } = run({ count: HISTORIES / 5, seed: 1, most: 14 }, compare);
    expect(disagreements).toEqual([]);
  });
});
