/// <reference types="node" />
import process from 'node:process';
import { describe, expect, it } from 'vitest';

import { checkRwRegister } from './rw-register/check.js';
import { isAllowed } from './testing/brute-force.test.support.js';
import { fuzz } from './testing/fuzz.test.support.js';
import { registersOf } from './testing/notation.test.support.js';

// The long form is `npm run fuzz`.
const HISTORIES = Number(process.env['FUZZ_HISTORIES'] ?? 1500);

describe('verdicts on small histories, beside trying every order', () => {
  let result: ReturnType<typeof fuzz> | undefined;
  // Within the first test, not before it: so it counts as a test of the code that it runs.
  const judged = () => (result ??= fuzz(HISTORIES, 1));

  it('raise no false alarm, miss nothing where the rules are complete, and have orders that are legal', () => {
    expect(judged().disagreements).toEqual([]);
  });

  it.each([10_017_807, 10_057_123, 10_104_639, 10_129_589])(
    'are proven by what goes through no transaction twice, in the history of seed %i',
    (seed) => {
      expect(fuzz(1, seed).disagreements).toEqual([]);
    },
  );

  it('are of each kind', () => {
    for (const { valid, invalid } of judged().tallies.values()) {
      expect(valid).toBeGreaterThan(HISTORIES / 20);
      expect(invalid).toBeGreaterThan(HISTORIES / 20);
    }
  });

  it('of registers miss what only shows when each order of two values is tried, as the README says', () => {
    const history = registersOf('T1: wx1 ry_ | T2: wx2 ry_ | T3: rx1 wy1 | T4: rx2 wy2');
    expect(isAllowed(history, 'serializable')).toBe(false);
    const { verdict } = checkRwRegister(history, { consistencyModel: 'serializable' });
    expect(verdict).toBe('valid');
  });

  it('miss little where the order of the values of a register is not told', () => {
    expect(judged().missed.length).toBeLessThan(HISTORIES / 50);
  });
});
