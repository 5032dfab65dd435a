import { describe, expect, it } from 'vitest';

import type { ConsistencyModel } from './models/models.js';
import { listsOf, registersOf } from './testing/notation.test.support.js';
import { validateOrder } from './validate-order.js';

const STRICT = 'strict-serializable';
const SESSION = 'strong-session-serializable';
const SERIAL = 'serializable';

type Case = readonly [
  what: string,
  history: string,
  order: readonly number[],
  model: ConsistencyModel,
  isLegal: boolean,
];

const REGISTERS: readonly Case[] = [
  ['nothing', '', [], STRICT, true],
  ['each sees what was written last', 'T1: wx1 | T2: wx2 | T3: rx1', [1, 0, 2], STRICT, true],
  ['one sees what was written over', 'T1: wx1 | T2: wx2 | T3: rx1', [0, 1, 2], STRICT, false],
  ['one sees its own write', 'T1: wx1 wx2 rx2', [0], STRICT, true],
  ['one sees its first write of two', 'T1: wx1 wx2 rx1', [0], STRICT, false],
  ['one sees nothing before all writes', 'T1: rx_ wx1', [0], STRICT, true],
  ['one sees nothing after a write', 'T1: wx1 rx_', [0], STRICT, false],
  ['what was seen is not known', 'T1: wx1 | T2: rx?', [0, 1], STRICT, true],
  ['one is left out that committed', 'T1: wx1 | T2: wx2', [0], STRICT, false],
  ['one stands there twice', 'T1: wx1', [0, 0], STRICT, false],
  ['one stands there that is not in the history', 'T1: wx1', [0, 1], STRICT, false],
  ['one stands there that failed', 'T1: wx1 | T2!: wx2', [0, 1], STRICT, false],
  ['one is left out that failed', 'T1: wx1 | T2!: wx2', [0], STRICT, true],
  ['one is left out of which nobody knows', 'T1?: wx1 | T2: rx_', [1], STRICT, true],
  ['one of which nobody knows is seen', 'T1?: wx1 | T2: rx1', [0, 1], STRICT, true],
  ['one of which nobody knows read otherwise', 'T1?: rx7 wx1 | T2: rx1', [0, 1], STRICT, true],
  ['one of which nobody knows comes late', 'T1?: wx1 ; T2: rx_', [1, 0], STRICT, true],
  [
    'one comes after another that began after it had ended',
    'T1: wx1 ; T2: wy1',
    [1, 0],
    STRICT,
    false,
  ],
  ['the same, and real time does not count', 'T1: wx1 ; T2: wy1', [1, 0], SESSION, true],
  ['the same between two others', 'T1: wx1 | T2+: wy1 ; T3: wz1', [2, 1, 0], STRICT, false],
  ['a process does the second before the first', 'T1@p: wx1 ; T2@p: wy1', [1, 0], SESSION, false],
  ['the same, and processes do not count', 'T1@p: wx1 ; T2@p: wy1', [1, 0], SERIAL, true],
  [
    'a process does the third before the first',
    'T1@p: wx1 ; T2@p: wy1 ; T3@p: wz1',
    [1, 2, 0],
    SESSION,
    false,
  ],
  [
    'a process goes on before one of which nobody knows',
    'T1@p?: wx1 ; T2@p: rx_',
    [1, 0],
    SESSION,
    true,
  ],
];

const LISTS: readonly Case[] = [
  [
    'elements stand as they were appended',
    'T1: ax1 | T2: ax2 | T3: rx[2,1]',
    [1, 0, 2],
    STRICT,
    true,
  ],
  [
    'elements stand the other way round',
    'T1: ax1 | T2: ax2 | T3: rx[2,1]',
    [0, 1, 2],
    STRICT,
    false,
  ],
  ['the last element is missing', 'T1: ax1 ax2 | T2: rx[1]', [0, 1], STRICT, false],
  ['there is one element more', 'T1: ax1 | T2: rx[1,2]', [0, 1], STRICT, false],
  ['the list is empty before all appends', 'T1: rx[] ax1', [0], STRICT, true],
  ['the list is null before all appends', 'T1: rx_ ax1', [0], STRICT, true],
  ['the list is empty after an append', 'T1: ax1 rx[]', [0], STRICT, false],
  ['the list is null after an append', 'T1: ax1 rx_', [0], STRICT, false],
];

describe('an order of transactions', () => {
  it.each(REGISTERS)('of registers in which %s: %s in the order %j, %s: %s', (...one) => {
    const [, history, order, model, isLegal] = one;
    const transactions = history === '' ? [] : registersOf(history);
    expect(validateOrder(transactions, order, model)).toBe(isLegal);
  });

  it.each(LISTS)('of lists in which %s: %s in the order %j, %s: %s', (...one) => {
    const [, history, order, model, isLegal] = one;
    expect(validateOrder(listsOf(history), order, model)).toBe(isLegal);
  });
});
