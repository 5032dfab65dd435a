import { describe, expect, it } from 'vitest';

import { hasLegalOrder } from '../testing/brute-force.test.support.js';
import { anyHistory, disturbed, strictHistory } from '../testing/random-history.test.support.js';
import { CONSISTENCY_MODELS, type Transaction } from '../types.js';
import { checkListAppend } from './check.js';
import { validateOrder } from './validate-order.js';

const HISTORIES = 15_000;

const small = (seed: number): Transaction[] =>
  strictHistory({
    seed,
    transactions: 2 + (seed % 4),
    processes: 3,
    keys: 1 + (seed % 2),
    ops: 3,
    crashes: 20,
    failures: 10,
  });

/** Judges a history as the checker does and as the definition does, and counts what came out. */
function compare(make: (seed: number) => readonly Transaction[]): Record<string, number> {
  const verdicts: Record<string, number> = {};
  for (let seed = 1; seed <= HISTORIES; seed += 1) {
    const history = make(seed);
    for (const consistencyModel of CONSISTENCY_MODELS) {
      const { verdict, anomalies, order } = checkListAppend(history, { consistencyModel });
      const legal = hasLegalOrder(history, consistencyModel);
      verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
      if (verdict !== (legal ? 'valid' : 'invalid')) {
        expect.fail(
          `seed ${seed}, ${consistencyModel}: ${verdict}, but legal is ${legal}\n${JSON.stringify({ history, anomalies }, null, 1)}`,
        );
      }
      if (verdict === 'valid' && !validateOrder(history, order ?? [], consistencyModel)) {
        expect.fail(`seed ${seed}, ${consistencyModel}: the order is not legal`);
      }
    }
  }
  return verdicts;
}

describe('a large history of a strict store', () => {
  it.each([1, 3, 50])('is valid with %d processes, in an order that is legal', (processes) => {
    const history = strictHistory({
      seed: processes,
      transactions: 20_000,
      processes,
      keys: 10,
      ops: 4,
      appendsPerKey: 32,
      crashes: 2,
      failures: 2,
    });
    for (const consistencyModel of CONSISTENCY_MODELS) {
      const { verdict, order } = checkListAppend(history, { consistencyModel });
      expect(verdict).toBe('valid');
      expect(validateOrder(history, order ?? [], consistencyModel)).toBe(true);
    }
  });
});

describe('list-append, beside trying every order', () => {
  it('raises no false alarm on what a strict store gives', () => {
    expect(compare(small)).toEqual({ valid: 2 * HISTORIES });
  });

  it('agrees on histories of which some reads and times were changed', () => {
    const verdicts = compare((seed) => disturbed(small(seed), seed));
    expect(verdicts['valid']).toBeGreaterThan(HISTORIES / 10);
    expect(verdicts['invalid']).toBeGreaterThan(HISTORIES / 10);
  });

  it('agrees on any histories', () => {
    const verdicts = compare(anyHistory);
    expect(verdicts['valid']).toBeGreaterThan(HISTORIES / 10);
    expect(verdicts['invalid']).toBeGreaterThan(HISTORIES / 10);
  });
});
