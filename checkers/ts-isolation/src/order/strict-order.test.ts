/// <reference types="node" />
import process from 'node:process';
import { describe, expect, it } from 'vitest';

import { Found } from '../found.js';
import { columnsOf } from '../history/columns.js';
import { inferFromLists } from '../list-append/inference.js';
import { isAllowed } from '../testing/brute-force.test.support.js';
import { historyOf } from '../testing/fuzz.test.support.js';
import { listsOf } from '../testing/notation.test.support.js';
import type { Transaction } from '../types.js';
import { validateOrder } from '../validate-order.js';
import { processOrderOf } from './process-order.js';
import { strictOrderOf } from './strict-order.js';

// They are small, and judged at one level only.
const HISTORIES = 4 * Number(process.env['FUZZ_HISTORIES'] ?? 100);

/** The order of a history of lists, and whether its reads have no anomaly by themselves. */
function orderOf(history: readonly Transaction[]): {
  readonly order: Int32Array | null;
  readonly isClean: boolean;
} {
  const found = new Found();
  const columns = columnsOf(history, 'append');
  const inference = inferFromLists(columns, found);
  const order = strictOrderOf(columns, inference, processOrderOf(columns, inference.committed));
  return { order, isClean: found.examples.length === 0 };
}

describe('the order in which transactions on lists wait for nothing', () => {
  it('is a legal one, and is there wherever a history is strictly serializable', () => {
    const counts = { legal: 0, none: 0 };
    for (let seed = 0; seed < HISTORIES; seed += 1) {
      const history = historyOf(seed, 'list-append');
      const { order, isClean } = orderOf(history);
      if (!isClean) continue;
      expect(order !== null).toBe(isAllowed(history, 'strict-serializable'));
      if (order === null) counts.none += 1;
      else if (validateOrder(history, order, 'strict-serializable')) counts.legal += 1;
      else expect.fail(`seed ${seed}: the order is not legal`);
    }
    expect(counts.legal).toBeGreaterThan(HISTORIES / 4);
    expect(counts.none).toBeGreaterThan(HISTORIES / 50);
  });

  it.each([
    [
      'who read a version and wrote over it comes last of those who read it',
      'T1: rx[] ax1 | T2: rx[] | T3: rx[1]',
      [1, 0, 2],
    ],
    [
      'who appends what was never read comes after all who read the list',
      'T1: rx[] ax1 | T2: ax2 | T3: rx[]',
      [2, 0, 1],
    ],
  ])('says that %s', (_, text, expected) => {
    const { order } = orderOf(listsOf(text));
    expect(Array.from(order ?? [])).toEqual(expected);
  });

  it('is none where who read a version wrote over it only after another had, who read it again afterwards', () => {
    const { order, isClean } = orderOf(listsOf('T1: ax1 rx[1] | T2: rx[] ax2 | T3: rx[1,2]'));
    expect([order, isClean]).toEqual([null, true]);
  });

  it('keeps to processes where there are no times', () => {
    const history: Transaction[] = [
      { process: 1, outcome: 'ok', ops: [['r', 'x', [1]]] },
      { process: 2, outcome: 'ok', ops: [['append', 'x', 1]] },
      { process: 2, outcome: 'ok', ops: [['r', 'y', []]] },
      { process: 1, outcome: 'ok', ops: [['append', 'y', 1]] },
    ];
    expect(Array.from(orderOf(history).order ?? [])).toEqual([1, 0, 2, 3]);
    const turned = history.map((one) => ({ ...one, process: 3 }));
    expect(orderOf(turned).order).toBeNull();
  });
});
