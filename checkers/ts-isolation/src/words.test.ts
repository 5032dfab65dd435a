import { describe, expect, it } from 'vitest';

import { checkListAppend } from './list-append/check.js';
import type { AnomalyType } from './models/anomalies.js';
import { checkRwRegister } from './rw-register/check.js';
import { listsOf, registersOf } from './testing/notation.test.support.js';
import type { IsolationResult } from './types.js';

/** The reasons of all anomalies of a type, each followed by those of its dependencies. */
function told({ anomalies }: IsolationResult, type: AnomalyType): readonly string[] {
  return anomalies
    .filter((one) => one.type === type)
    .flatMap(({ reason, dependencies }) => [reason, ...dependencies.map((one) => one.reason)]);
}

const ROUND = 'T1 must come before T2, and T2 before T1.';
const READ_SKEW = 'a cycle in which one transaction did not see what another wrote (read skew)';
const BY_PROCESS = ', given the order in which each process did its own';
const BY_TIME = ', given that what had ended comes before what began later';

type Case = readonly [type: AnomalyType, history: string, words: readonly string[]];

const LISTS: readonly Case[] = [
  [
    'internal',
    'T1: ax1 ry[] rx? rx[2] rx[3]',
    [
      'T1 contradicts itself: of the key x it appended 1, and then read [2].',
      'T1 contradicts itself: of the key x it appended 1, then read [2], and then read [3].',
    ],
  ],
  [
    'incompatible-order',
    'T1: ax1 | T2: ax2 | T3: rx[1] | T4: rx[2,1]',
    [
      'T1 read x as [2, 1], and T2 read it as [1]. Neither is the beginning of the other: at place 1 the first has 2, the second 1.',
    ],
  ],
  [
    'incompatible-order',
    'T1: ax1 ax2 | T2: rx[1] rx[2]',
    [
      'T1 read x as [2], and it also read it as [1]. Neither is the beginning of the other: at place 1 the first has 2, the second 1.',
    ],
  ],
  [
    'incompatible-order',
    'T1: ax1 ax2 | T2: rx[2,1]',
    [
      'T1 appended 1 to x and then 2, but they stand the other way round in the list that was read: [2, 1].',
    ],
  ],
  [
    'incompatible-order',
    'T1: ax1 ax2 ax3 | T2: rx[3]',
    ['T1 appended 2 to x and then 3, but only the second stands in the list that was read: [3].'],
  ],
  ['garbage-read', 'T1: rx[8]', ['T1 read 8 in the list of x, which nobody appended to it.']],
  [
    'duplicate-elements',
    'T1: ax1 | T2: rx[1,1]',
    ['T1 read 1 twice in the list of x, at 1 and at 2 (the first is 1), but it was appended once.'],
  ],
  ['future-read', 'T1: rx[1] ax1', ['T1 read 1 in the list of x before it appended it.']],
  [
    'future-read',
    'T1@p: rx[1] | T3@q: ry[1] ; T2@p: ay1 | T4@q: ax1',
    [
      `a cycle in which a value was read before the process that wrote it had come to that${BY_PROCESS}: T1 must come before T2, T2 before T3, T3 before T4, and T4 before T1.`,
      'T2 read the list of x with 1, which T1 appended',
      'process p did T2 before T3',
      'T4 read the list of y with 1, which T3 appended',
      'process q did T4 before T1',
    ],
  ],
  [
    'G1a',
    'T1!: ax1 | T2: rx[1]',
    [
      'T1 read 1 in the list of x, which T2 appended; but T2 failed, so nobody may see it (aborted read).',
    ],
  ],
  [
    'G1b',
    'T1: ax1 ax2 | T2: rx[1]',
    [
      'T1 read the list of x as it ended with 1, but T2, which appended that, appended 2 to it after that (intermediate read).',
    ],
  ],
  [
    'dirty-update',
    'T1!: ax1 | T2: ax2 ax3 | T3: rx[1,2,3]',
    ['T1 appended 2 to x after 1, which T2 appended; but T2 failed. T3 read both.'],
  ],
  [
    'G0',
    'T1: ax1 ay1 | T2: ax2 ay2 | T3: rx[1,2] | T4: ry[2,1]',
    [
      `a cycle of writes (dirty write): ${ROUND}`,
      'T2 appended 1 to y after 2, which T1 appended',
      'T1 appended 2 to x after 1, which T2 appended',
    ],
  ],
  [
    'G0-realtime',
    'T1: ax1 ; T2: ax2 ; T3: rx[2,1]',
    [
      `a cycle of writes (dirty write)${BY_TIME}: ${ROUND}`,
      'T2 appended 1 to x after 2, which T1 appended',
      'T2 had ended (at 5) before T1 began (at 10)',
    ],
  ],
  [
    'G1c',
    'T1: ax1 ry[1] | T2: ay1 rx[1]',
    [
      `a cycle of writes and reads (circular information flow): ${ROUND}`,
      'T2 read the list of y with 1, which T1 appended',
      'T1 read the list of x with 1, which T2 appended',
    ],
  ],
  [
    'G2-item',
    'T1: rx[] ay1 | T2: ry[] ax1',
    [
      `a cycle in which several transactions did not see what the next wrote (write skew): ${ROUND}`,
      'T1 read the list of y without 1, which T2 appended',
      'T2 read the list of x without 1, which T1 appended',
    ],
  ],
  [
    'non-monotonic-read',
    'T1: ax1 ay1 | T2: rx[1] ry[]',
    [
      `no order of the transactions is what monotonic atomic view asks for: ${ROUND}`,
      'T1 read y as it was before all writes, and T2 wrote 1 to it',
      'T1 read the list of x with 1, which T2 appended',
    ],
  ],
  [
    'causality-violation',
    'T1: ax1 | T2: rx[1] ax2 | T3: rx[1,2] ay1 | T4: ry[1] rx[1]',
    [
      `no order of the transactions is what causal consistency asks for: ${ROUND}`,
      'both wrote x, and T3, which comes after T1, read 1, which T2 wrote',
      'T1 read the list of x with 1, which T2 appended',
    ],
  ],
];

const REGISTERS: readonly Case[] = [
  [
    'internal',
    'T1: wx1 rx1 rx? rx2 rx_',
    [
      'T1 contradicts itself: of the key x it wrote 1, and then read 2.',
      'T1 contradicts itself: of the key x it read 2, and then read null.',
    ],
  ],
  ['garbage-read', 'T1: rx8', ['T1 read 8 of x, which nobody wrote to it.']],
  ['future-read', 'T1: rx1 wx1', ['T1 read 1 of x before it wrote it.']],
  [
    'G1a',
    'T1!: wx1 | T2: rx1',
    ['T1 read 1 of x, which T2 wrote; but T2 failed, so nobody may see it (aborted read).'],
  ],
  [
    'G1b',
    'T1: wx1 wx2 | T2: rx1',
    ['T1 read 1 of x, but T2, which wrote that, wrote 2 to it after that (intermediate read).'],
  ],
  [
    'cyclic-versions',
    'T1: rx1 wx2 | T2: rx2 wx3 | T3: rx3 wx1',
    [
      'Of the values [2, 3, 1] of x each must come before the others: what transactions read and wrote over it, and what is claimed of the key, leads in a circle.',
    ],
  ],
  [
    'lost-update',
    'T0: wx0 ; T1: rx0 wx1 ; T2: rx0 wx2 wx3',
    [
      'T1 and T2 both read x as 0 left it, and both wrote it: T1 wrote 1, T2 wrote 3. Neither saw what the other wrote (lost update).',
    ],
  ],
  [
    'lost-update',
    'T1: rx_ wx1 | T2: rx_ wx2',
    [
      'T1 and T2 both read x as its initial state left it, and both wrote it: T1 wrote 1, T2 wrote 2. Neither saw what the other wrote (lost update).',
    ],
  ],
  [
    'G-single',
    'T1: rx_ wx1 | T2: rx_ wx2',
    [
      `${READ_SKEW}: ${ROUND}`,
      'T1 read x as it was before all writes, and T2 wrote 1 over it',
      'T1 wrote 2 to x over 1, which T2 wrote (no write may come between a read and what its transaction wrote over it)',
    ],
  ],
  [
    'G-single-process',
    'T1@p: wx1 | T2@q: wx2 ; T3@p: rx2 | T4@q: rx1',
    [
      `${READ_SKEW}${BY_PROCESS}: ${ROUND}`,
      'T1 read x as 2, and T2 wrote 1 over it (one process came to the first before the second)',
      'process p did T2 before T1',
    ],
  ],
  [
    'G-single-realtime',
    'T1: wx1 ; T2: wx2 ; T3: rx1',
    [
      `${READ_SKEW}${BY_TIME}: ${ROUND}`,
      'T1 read x as 1, and T2 wrote 2 over it (one that used the first had ended before one that used the second began)',
      'T2 had ended (at 15) before T1 began (at 20)',
    ],
  ],
  [
    'G-nonadjacent',
    'T1: wx1 | T2: wy1 | T3: rx1 ry_ | T4: rx_ ry1',
    [
      'a cycle in which several transactions did not see what others wrote: T1 must come before T2, T2 before T3, T3 before T4, and T4 before T1.',
      'T1 read x as it was before all writes, and T2 wrote 1 over it',
      'T3 read x as 1, which T2 wrote',
      'T3 read y as it was before all writes, and T4 wrote 1 over it',
      'T1 read y as 1, which T4 wrote',
    ],
  ],
  [
    'fractured-read',
    'T1: wx1 wy1 | T2: rx1 wx2 wy2 | T3: ry1 rx2',
    [
      `no order of the transactions is what read atomic asks for: ${ROUND}`,
      'both wrote x, and T3, which comes after T1, read 2, which T2 wrote',
      'both wrote y, and T3, which comes after T2, read 1, which T1 wrote',
    ],
  ],
  [
    'pram-violation',
    'A1@a: wx1 ; A2@a: wy1 ; S@s: ry1 rx_',
    [
      'no order of the transactions is what PRAM asks for: T1 must come before T2, T2 before T3, and T3 before T1.',
      'process a did T1 before T2',
      'T3 read y as 1, which T2 wrote',
      'T3 read x as it was before all writes, and T1 wrote 1 to it',
    ],
  ],
  [
    'pram-violation',
    'T1@p: wy1 ; T2@p: wy2 wz1 | T3@q: ry1 wy3 ; T4@q: rz1 ry3',
    [
      `no order of the transactions is what PRAM asks for: ${ROUND} First it follows that T2 comes before T3, as both wrote y, and T4, which comes after T2, read 3, which T3 wrote.`,
      'process p did T1 before T2',
      'both wrote y, and T3, which comes after T2, read 1, which T1 wrote',
    ],
  ],
];

describe('an anomaly says in words what is wrong, and why', () => {
  it.each(LISTS)('%s of lists: %s', (type, history, words) => {
    expect(told(checkListAppend(listsOf(history)), type)).toEqual(words);
  });

  it.each(REGISTERS)('%s of registers: %s', (type, history, words) => {
    expect(told(checkRwRegister(registersOf(history)), type)).toEqual(words);
  });

  it('and tells of the first four of a type, but counts all', () => {
    const { anomalies, counts } = checkListAppend(listsOf('T1: ra[1] rb[1] rc[1] rd[1] re[1]'));
    expect(counts).toEqual({ 'garbage-read': 5 });
    expect(anomalies).toHaveLength(4);
  });
});

describe('a key that is not judged', () => {
  it.each([
    [
      'T1: wx1 | T2: wx1',
      '1 was written to x more than once, so a read of it does not tell by whom',
    ],
    [
      'T1: wxnull',
      'null was written to x, so a read of it does not tell whether that was before the first write',
    ],
  ])('says why: %s', (history, reason) => {
    expect(checkRwRegister(registersOf(history)).notJudged).toEqual([{ key: 'x', reason }]);
  });
});
