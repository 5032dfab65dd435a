/// <reference types="node" />
import process from 'node:process';
import { describe, expect, it } from 'vitest';

import { InvalidHistoryError } from './history/invalid-history.js';
import { checkAs, DATA_TYPES } from './testing/fuzz.test.support.js';
import { smallHistory } from './testing/random-history.test.support.js';
import { randomOf } from './testing/random.test.support.js';
import type { MicroOp, Transaction } from './types.js';

const HISTORIES = Number(process.env['FUZZ_HISTORIES'] ?? 3000);
const NUMBERS = [Number.NaN, -0, -1, 1e300, 2 ** 31, Number.POSITIVE_INFINITY, 2n ** 70n] as const;
const STRUCTURES = [[], [[1]], {}, { a: [] }, new Set([1]), new Map([[1, 2]])] as const;
const WILD: readonly unknown[] = [...NUMBERS, ...STRUCTURES, null, undefined, '', '1', true];

/** Drops, doubles, swaps and cuts transactions and micro-ops, puts in wild values, and uses processes again. */
function mangled(history: readonly Transaction[], seed: number): Transaction[] {
  const random = randomOf(seed);
  const wild = () => WILD[random(WILD.length)];
  const list = [...history];
  for (let change = 1 + random(3); change > 0 && list.length > 0; change -= 1) {
    const [at, other] = [random(list.length), random(list.length)];
    const [one, two] = [list[at] as Transaction, list[other] as Transaction];
    const ops = [...one.ops];
    const step = random(Math.max(1, ops.length));
    const [f = 'r', key = 0, value = null] = ops[step] ?? [];
    const put = (op: readonly unknown[]): Transaction => {
      return { ...one, ops: ops.with(step, op as unknown as MicroOp) };
    };
    const way = random(12);
    if (way === 0) list.splice(at, 1);
    else if (way === 1) list.splice(at, 0, one);
    else if (way === 2) [list[at], list[other]] = [two, one];
    else if (way === 3) list[at] = { ...one, process: two.process };
    else if (way === 4) list[at] = { ...one, outcome: two.outcome };
    else if (way === 5) list[at] = { ...one, call: two.call ?? 0, return: two.return ?? 0 };
    else if (way === 6) list[at] = { ...one, ops: ops.slice(0, step) };
    else if (way === 7) list[at] = { ...one, ops: [...ops, ...two.ops] };
    else if (ops.length === 0) list.length = at;
    else if (way === 8) list[at] = put([f, wild(), value]);
    else if (way === 9) list[at] = put([f, key, wild()]);
    else if (way === 10) list[at] = put([f, key]);
    else list[at] = { ...one, [random(2) === 0 ? 'call' : 'return']: wild() };
  }
  return list;
}

describe('a mangled history', () => {
  it.each(DATA_TYPES)('of %s gets a verdict, or is refused with the reason', (type) => {
    const outcomes = new Map<string, number>();
    for (let seed = 1; seed <= HISTORIES; seed += 1) {
      const clean = smallHistory(seed, type, { stray: 10, crash: 10, failure: 10 });
      const history = mangled(clean, seed);
      let outcome: string;
      try {
        const result = checkAs(type, history, 'strict-serializable');
        outcome = result.verdict;
        for (const { reason } of result.anomalies) expect(reason).not.toMatch(/undefined|\[object/);
      } catch (error) {
        if (!(error instanceof InvalidHistoryError)) {
          throw new Error(`seed ${seed}: ${String(error)}`, { cause: error });
        }
        outcome = 'refused';
      }
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    for (const outcome of ['valid', 'invalid', 'unknown', 'refused']) {
      expect(outcomes.get(outcome), outcome).toBeGreaterThan(HISTORIES / 100);
    }
  });
});
