/// <reference types="node" />
import process from 'node:process';
import { describe, expect, it } from 'vitest';

import { checkRwRegister } from './rw-register/check.js';
import { isAllowed, type Claims, type JudgedModel } from './testing/brute-force.test.support.js';
import { historyOf } from './testing/fuzz.test.support.js';
import { registersOf } from './testing/notation.test.support.js';
import type { RegisterOp, Transaction } from './types.js';

// They are small.
const HISTORIES = 2 * Number(process.env['FUZZ_HISTORIES'] ?? 300);

const CLAIMS: readonly Claims[] = [
  { linearizableKeys: true },
  { sequentialKeys: true },
  { linearizableKeys: true, sequentialKeys: true },
];
/** Levels that need no order of values but what is claimed; `pram` is tested with its like. */
const EXACT: readonly JudgedModel[] = ['read-atomic', 'causal'];
/** The same, but for transactions that contradict themselves. */
const EXACT_BUT_INTERNAL: readonly JudgedModel[] = ['read-committed', 'monotonic-atomic-view'];
/** Levels at which an order may follow that no rule infers. */
const SOUND: readonly JudgedModel[] = ['snapshot-isolation', 'serializable', 'strict-serializable'];

describe.each(CLAIMS)('registers of which %j is claimed', (claims) => {
  it.each([...EXACT, ...EXACT_BUT_INTERNAL, ...SOUND])(
    'are judged for %s as by trying every order of small histories',
    (consistencyModel) => {
      const verdicts = { valid: 0, invalid: 0, missed: 0 };
      for (let seed = 0; seed < HISTORIES; seed += 1) {
        const history = historyOf(seed, 'rw-register') as readonly Transaction<RegisterOp>[];
        const { verdict, counts } = checkRwRegister(history, { ...claims, consistencyModel });
        const expected = isAllowed(history, consistencyModel, claims) ? 'valid' : 'invalid';
        const mayMiss =
          SOUND.includes(consistencyModel) ||
          (EXACT_BUT_INTERNAL.includes(consistencyModel) && counts.internal !== undefined);
        if (mayMiss && expected === 'invalid' && verdict === 'valid') {
          verdicts.missed += 1;
          continue;
        }
        expect({ seed, verdict }).toEqual({ seed, verdict: expected });
        verdicts[expected] += 1;
      }
      expect(verdicts.valid).toBeGreaterThan(HISTORIES / 12);
      expect(verdicts.invalid).toBeGreaterThan(HISTORIES / 12);
      expect(verdicts.missed).toBeLessThan(HISTORIES / 12);
    },
    60_000,
  );
});

describe('registers of which it is claimed that the order of each process tells that of their values', () => {
  const claims = { sequentialKeys: true, consistencyModel: 'serializable' } as const;

  it.each([
    ['read back', 'T1: wx1 | T2@p: wx2 ; T3@p: rx1 ; T4@q: rx1 ; T5@q: rx2'],
    ['written over', 'T1@p: wx1 ; T2@p: wx2 ; T3@q: rx2 ; T4@q: rx1'],
  ])('are none where two processes %s in different orders', (_, text) => {
    const history = registersOf(text);
    expect(isAllowed(history, 'serializable', claims)).toBe(false);
    expect(checkRwRegister(history, claims).forbidden).toContain('cyclic-versions');
    expect(isAllowed(history, 'serializable')).toBe(true);
    expect(checkRwRegister(history, { consistencyModel: 'serializable' }).verdict).toBe('valid');
  });

  it('may be seen late, as times tell nothing of it', () => {
    const history = registersOf('T1@p: wx1 ; T2@p: wx2 ; T3@q: rx1 ; T4@q: rx2');
    expect(isAllowed(history, 'serializable', claims)).toBe(true);
    expect(checkRwRegister(history, claims).verdict).toBe('valid');
    const timed = { linearizableKeys: true, consistencyModel: 'serializable' } as const;
    expect(isAllowed(history, 'serializable', timed)).toBe(false);
    expect(checkRwRegister(history, timed).verdict).toBe('invalid');
  });
});
