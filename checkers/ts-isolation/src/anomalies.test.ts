import { describe, expect, it } from 'vitest';

import { checkListAppend } from './list-append/check.js';
import type { AnomalyType } from './models/anomalies.js';
import { forbids, type ConsistencyModel } from './models/models.js';
import { checkRwRegister, type RwRegisterOptions } from './rw-register/check.js';
import { listsOf, registersOf } from './testing/notation.test.support.js';
import type { IsolationResult } from './types.js';

/** What is found in a history, and in a neighbour of it that differs in little and is strict serializable. */
interface Example {
  readonly what: string;
  readonly of: string;
  readonly finds: readonly AnomalyType[];
  /** The weakest models that it breaks. */
  readonly breaks: readonly ConsistencyModel[];
  readonly valid: string;
}

function expectExample(
  { of, finds, breaks, valid }: Example,
  check: (text: string, consistencyModel?: ConsistencyModel) => IsolationResult,
): void {
  const result = check(of);
  expect(Object.keys(result.counts).toSorted()).toEqual(finds.toSorted());
  expect(result.weakestExcluded.toSorted()).toEqual(breaks.toSorted());
  for (const { reason, transactions, dependencies } of result.anomalies) {
    expect(reason).toMatch(/^\S.*[.]$/);
    expect(transactions.length).toBeGreaterThan(0);
    for (const dependency of dependencies) expect(dependency.reason).not.toBe('');
  }
  expect(check(valid)).toMatchObject({ verdict: 'valid', counts: {}, undecided: [] });
  for (const model of [...result.weakestExcluded, ...result.strongestNotExcluded]) {
    const isBroken = finds.some((type) => forbids(model, type));
    expect([model, check(of, model).verdict]).toEqual([model, isBroken ? 'invalid' : 'valid']);
  }
}

const RC = 'read-committed';

// Names and most examples are those of Adya (1999) and of Elle (Kingsbury and Alvaro 2020).
const LISTS: readonly Example[] = [
  {
    what: 'internal: a transaction does not see its own append',
    of: 'T1: ax1 rx[]',
    finds: ['internal'],
    breaks: ['read-atomic', 'consistent-view', 'repeatable-read', 'pram'],
    valid: 'T1: ax1 rx[1]',
  },
  {
    what: 'internal: a transaction sees another list than before',
    of: 'T1: ax1 | T2: rx[] rx[1]',
    finds: ['internal', 'G-single', 'fractured-read', 'causality-violation', 'pram-violation'],
    breaks: ['read-atomic', 'consistent-view', 'repeatable-read', 'pram'],
    valid: 'T1: ax1 | T2: rx[1] rx[1]',
  },
  {
    what: 'garbage-read: an element from nobody, in a list that contradicts the one before',
    of: 'T1: rx[] rx[99]',
    finds: ['internal', 'garbage-read'],
    breaks: ['read-uncommitted'],
    valid: 'T1: rx[] rx[]',
  },
  {
    what: 'G1a: a failed append is seen, in a list that contradicts the one before',
    of: 'T1: rx[] rx[2] | T2!: ax2',
    finds: ['internal', 'G1a'],
    breaks: [RC],
    valid: 'T1: rx[] rx[] | T2!: ax2',
  },
  {
    what: 'G1b: an intermediate append is seen, in a list that contradicts the one before',
    of: 'T1: rx[] rx[2] | T2: ax2 ax3',
    finds: ['internal', 'G1b'],
    breaks: [RC],
    valid: 'T1: rx[] rx[] | T2: ax2 ax3',
  },
  {
    what: 'G1c: an append after its own is seen by a transaction',
    of: 'T1: ax1 rx[1,2] | T2: ax2',
    finds: ['internal', 'G1c', 'pram-violation'],
    breaks: [RC],
    valid: 'T1: ax1 rx[1] | T2: ax2',
  },
  {
    what: 'future-read: a transaction sees what it appends later, after it saw a list without',
    of: 'T1: rx[] rx[1] ax1',
    finds: ['internal', 'future-read'],
    breaks: ['read-uncommitted'],
    valid: 'T1: rx[] rx[] ax1',
  },
  {
    what: 'non-monotonic-read: a list is read once more as it was before a transaction that was seen',
    of: 'T1: rx[] ry[2] rx[] | T2: ax1 ay2',
    finds: [
      'non-monotonic-read',
      'fractured-read',
      'causality-violation',
      'G-single',
      'pram-violation',
    ],
    breaks: ['monotonic-atomic-view', 'pram'],
    valid: 'T1: rx[] ry[] rx[] | T2: ax1 ay2',
  },
  {
    what: 'future-read: a transaction sees what it appends later',
    of: 'T1: rx[1] ax1',
    finds: ['future-read'],
    breaks: ['read-uncommitted'],
    valid: 'T1: rx[] ax1',
  },
  {
    what: 'future-read: a process sees what another appends only after it saw what comes later in the first',
    of: 'T1@p: rx[1] | T3@q: ry[1] ; T2@p: ay1 | T4@q: ax1',
    finds: ['future-read', 'G1c-process'],
    breaks: ['read-uncommitted'],
    valid: 'T1@p: rx[] | T3@q: ry[] ; T2@p: ay1 | T4@q: ax1',
  },
  {
    what: 'garbage-read: an element from nobody',
    of: 'T1: ax1 | T2: rx[2]',
    finds: ['garbage-read'],
    breaks: ['read-uncommitted'],
    valid: 'T1: ax1 | T2: rx[1]',
  },
  {
    what: 'duplicate-elements: an element twice that was appended once',
    of: 'T1: ax1 | T2: rx[1,1]',
    finds: ['duplicate-elements'],
    breaks: ['read-uncommitted'],
    valid: 'T1: ax1 | T2: rx[1]',
  },
  {
    what: 'incompatible-order: two lists disagree',
    of: 'T1: ax1 | T2: ax2 | T3: rx[1] | T4: rx[2,1]',
    finds: ['incompatible-order'],
    breaks: [RC],
    valid: 'T1: ax1 | T2: ax2 | T3: rx[2] | T4: rx[2,1]',
  },
  {
    what: 'incompatible-order: the appends of one transaction the other way round',
    of: 'T1: ax1 ax2 | T2: rx[2,1]',
    finds: ['incompatible-order'],
    breaks: [RC],
    valid: 'T1: ax1 ax2 | T2: rx[1,2]',
  },
  {
    what: 'incompatible-order: the second append of a transaction without the first',
    of: 'T1: ax1 ax2 | T2: rx[2]',
    finds: ['incompatible-order'],
    breaks: [RC],
    valid: 'T1: ax1 ax2 | T2: rx[1,2]',
  },
  {
    what: 'G1a: a read of what a failed transaction appended',
    of: 'T1!: ax1 | T2: rx[1]',
    finds: ['G1a'],
    breaks: [RC],
    valid: 'T1!: ax1 | T2: rx[]',
  },
  {
    what: 'G1b: a read between two appends of another transaction',
    of: 'T1: ax1 ax2 | T2: rx[1]',
    finds: ['G1b'],
    breaks: [RC],
    valid: 'T1: ax1 ax2 | T2: rx[1,2]',
  },
  {
    what: 'dirty-update: an append after one that failed',
    of: 'T1!: ax1 | T2: ax2 | T3: rx[1,2]',
    finds: ['G1a', 'dirty-update'],
    breaks: [RC],
    valid: 'T1!: ax1 | T2: ax2 | T3: rx[2]',
  },
  {
    what: 'G0: two transactions append to two lists in different orders',
    of: 'T1: ax1 ay1 | T2: ax2 ay2 | T3: rx[1,2] | T4: ry[2,1]',
    finds: ['G0', 'pram-violation'],
    breaks: ['read-uncommitted'],
    valid: 'T1: ax1 ay1 | T2: ax2 ay2 | T3: rx[1,2] | T4: ry[1,2]',
  },
  {
    what: 'G0-process: a process appends in an order that it is not seen in',
    of: 'T1@p: ax1 ; T2@p: ax2 ; T3: rx[2,1]',
    finds: ['G0-process', 'pram-violation'],
    breaks: ['strong-session-read-uncommitted', 'pram'],
    valid: 'T1@p: ax1 ; T2@p: ax2 ; T3: rx[1,2]',
  },
  {
    what: 'G0-realtime: what was appended later is seen first',
    of: 'T1: ax1 ; T2: ax2 ; T3: rx[2,1]',
    finds: ['G0-realtime'],
    breaks: ['strong-read-uncommitted'],
    valid: 'T1: ax1 ; T2: ax2 ; T3: rx[1,2]',
  },
  {
    what: 'G1c: two transactions see each other',
    of: 'T1: ax1 ry[1] | T2: ay1 rx[1]',
    finds: ['G1c'],
    breaks: [RC],
    valid: 'T1: ax1 ry[] | T2: ay1 rx[1]',
  },
  {
    what: 'G1c-process: a process appends after what it saw, but is seen to come before it',
    of: 'T1+: ax1 ay1 | T2@p: ry[1] ; T3@p: ax3 ; T4: rx[3,1]',
    finds: ['G1c-process', 'pram-violation'],
    breaks: ['strong-session-read-committed', 'pram'],
    valid: 'T1+: ax1 ay1 | T2@p: ry[1] ; T3@p: ax3 ; T4: rx[1,3]',
  },
  {
    what: 'G1c-realtime: what began after a read is seen to come before what was read',
    of: 'T1+: ax1 ay1 | T2: ry[1] ; T3: ax3 ; T4: rx[3,1]',
    finds: ['G1c-realtime'],
    breaks: ['strong-read-committed'],
    valid: 'T1+: ax1 ay1 | T2: ry[1] ; T3: ax3 ; T4: rx[1,3]',
  },
  {
    what: 'G-single: read skew',
    of: 'T1: ax1 ay1 | T2: rx[1] ry[]',
    finds: [
      'G-single',
      'fractured-read',
      'causality-violation',
      'non-monotonic-read',
      'pram-violation',
    ],
    breaks: ['monotonic-atomic-view', 'pram'],
    valid: 'T1: ax1 ay1 | T2: rx[1] ry[1]',
  },
  {
    what: 'G-single-process: a process does not see what it appended',
    of: 'T1@p: ax1 ; T2@p: rx[]',
    finds: ['G-single-process', 'fractured-read-process', 'causality-violation', 'pram-violation'],
    breaks: ['read-atomic', 'pram'],
    valid: 'T1@p: ax1 ; T2@p: rx[1]',
  },
  {
    what: 'G-single-process: a process sees a list that is there, but without its own append',
    of: 'T0: ax0 ; T1@p: ax1 ; T2@p: rx[0] ; T3: rx[0,1]',
    finds: ['G-single-process', 'fractured-read-process', 'causality-violation', 'pram-violation'],
    breaks: ['read-atomic', 'pram'],
    valid: 'T0: ax0 ; T1@p: ax1 ; T2@p: rx[0,1] ; T3: rx[0,1]',
  },
  {
    what: 'fractured-read-process: two reads before all writes are wrong by the order of a process only',
    of: 'T1@p: ax1 ; T2@p: rx[] ay1 ; T3@p: ax2 ; T4@p: ry[] rx[1,2]',
    finds: [
      'G2-item',
      'G-single-process',
      'fractured-read-process',
      'causality-violation',
      'pram-violation',
    ],
    breaks: ['read-atomic', 'pram', 'repeatable-read'],
    valid: 'T1@p: ax1 ; T2@p: rx[1] ay1 ; T3@p: ax2 ; T4@p: ry[1] rx[1,2]',
  },
  {
    what: 'causality-violation: an answer is seen, but not the question before it, as PRAM allows',
    of: 'T1: ax1 | T2: rx[1] ax2 | T3: rx[1,2] ay1 | T4: ry[1] rx[1]',
    finds: ['G-single', 'causality-violation'],
    breaks: ['causal', 'consistent-view', 'repeatable-read'],
    valid: 'T1: ax1 | T2: rx[1] ax2 | T3: rx[1,2] ay1 | T4: ry[1] rx[1,2]',
  },
  {
    what: 'G-single-realtime: a stale read',
    of: 'T1: ax1 ; T2: rx[]',
    finds: ['G-single-realtime'],
    breaks: ['strong-snapshot-isolation'],
    valid: 'T1: ax1 ; T2: rx[1]',
  },
  {
    what: 'G-nonadjacent: a long fork',
    of: 'T1: ax1 | T2: ay1 | T3: rx[1] ry[] | T4: rx[] ry[1]',
    finds: ['G-nonadjacent'],
    breaks: ['snapshot-isolation', 'repeatable-read'],
    valid: 'T1: ax1 | T2: ay1 | T3: rx[1] ry[] | T4: rx[1] ry[1]',
  },
  {
    what: 'G-nonadjacent-process: a long fork of two processes',
    of: 'T1+: ax1 | T2+: ay1 | T3@p: rx[1] | T4+: ry[1] rx[] ; T5@p: ry[]',
    finds: ['G-nonadjacent-process'],
    breaks: ['strong-session-snapshot-isolation'],
    valid: 'T1+: ax1 | T2+: ay1 | T3@p: rx[1] | T4+: ry[1] rx[1] ; T5@p: ry[]',
  },
  {
    what: 'G-nonadjacent-realtime: a long fork of which one side is seen by two, one after the other',
    of: 'T1+: ax1 | T2+: ay1 | T3: rx[1] | T4+: ry[1] rx[] ; T5: ry[]',
    finds: ['G-nonadjacent-realtime'],
    breaks: ['strong-snapshot-isolation'],
    valid: 'T1+: ax1 | T2+: ay1 | T3: rx[1] | T4+: ry[1] rx[1] ; T5: ry[]',
  },
  {
    what: 'G2-item: write skew',
    of: 'T1: rx[] ay1 | T2: ry[] ax1',
    finds: ['G2-item'],
    breaks: ['repeatable-read'],
    valid: 'T1: rx[] ay1 | T2: ry[1] ax1',
  },
  {
    what: 'G2-item-process: a process sees neither of two that did not see what it did before',
    of: 'T3@p: ay1 | T2+: ry[] ax1 ; T1@p: rx[]',
    finds: ['G2-item-process'],
    breaks: ['strong-session-serializable'],
    valid: 'T3@p: ay1 | T2+: ry[] ax1 ; T1@p: rx[1]',
  },
  {
    what: 'G2-item-realtime: the same, with one after the other instead of one process',
    of: 'T3: ay1 | T2+: ry[] ax1 ; T1: rx[]',
    finds: ['G2-item-realtime'],
    breaks: ['strict-serializable'],
    valid: 'T3: ay1 | T2+: ry[] ax1 ; T1: rx[1]',
  },
  {
    what: 'lost-update: two see one version, and both append to it',
    of: 'T1: rx[] ax1 | T2: rx[] ax2',
    finds: ['lost-update', 'G2-item'],
    breaks: ['cursor-stability'],
    valid: 'T1: rx[] ax1 | T2: rx[1] ax2',
  },
];

describe('an anomaly of lists', () => {
  it.each(LISTS)('$what', (example) => {
    expectExample(example, (text, consistencyModel = 'strict-serializable') =>
      checkListAppend(listsOf(text), { consistencyModel }),
    );
  });
});

const REGISTERS: readonly Example[] = [
  {
    what: 'internal: a transaction does not see its own write',
    of: 'T1: wx1 rx_',
    finds: ['internal'],
    breaks: ['read-atomic', 'consistent-view', 'repeatable-read', 'pram'],
    valid: 'T1: wx1 rx1',
  },
  {
    what: 'internal: a transaction sees another value than before',
    of: 'T1: wx1 | T2: wx2 | T3: rx1 rx2',
    finds: ['internal', 'fractured-read', 'causality-violation', 'pram-violation'],
    breaks: ['read-atomic', 'consistent-view', 'repeatable-read', 'pram'],
    valid: 'T1: wx1 | T2: wx2 | T3: rx1 rx1',
  },
  {
    what: 'internal: a transaction sees what it wrote over itself',
    of: 'T1: wx1 wx2 rx1',
    finds: ['internal'],
    breaks: ['read-atomic', 'consistent-view', 'repeatable-read', 'pram'],
    valid: 'T1: wx1 wx2 rx2',
  },
  {
    what: 'G1a: a failed write is seen in place of its own',
    of: 'T1: wx1 rx2 | T2!: wx2',
    finds: ['internal', 'G1a'],
    breaks: [RC],
    valid: 'T1: wx1 rx1 | T2!: wx2',
  },
  {
    what: 'G1b: an intermediate write is seen in place of its own',
    of: 'T1: wx1 rx2 | T2: wx2 wx3',
    finds: ['internal', 'G1b'],
    breaks: [RC],
    valid: 'T1: wx1 rx1 | T2: wx2 wx3',
  },
  {
    what: 'G1c: two transactions see writes of each other in place of their own',
    of: 'T1: wx1 rx2 | T2: wx2 rx1',
    finds: ['internal', 'G1c'],
    breaks: [RC],
    valid: 'T1: wx1 rx1 | T2: wx2 rx2',
  },
  {
    what: 'future-read: a transaction sees what it writes later in place of what it wrote',
    of: 'T1: wx1 rx2 wx2',
    finds: ['internal', 'future-read'],
    breaks: ['read-uncommitted'],
    valid: 'T1: wx1 rx1 wx2',
  },
  {
    what: 'non-monotonic-read: a value is read once more as it was before a transaction that was seen',
    of: 'T1: rx_ ry2 rx_ | T2: wx1 wy2',
    finds: [
      'non-monotonic-read',
      'fractured-read',
      'causality-violation',
      'G-single',
      'pram-violation',
    ],
    breaks: ['monotonic-atomic-view', 'pram'],
    valid: 'T1: rx_ ry_ rx_ | T2: wx1 wy2',
  },
  {
    what: 'future-read: a transaction sees what it writes later',
    of: 'T1: rx1 wx1',
    finds: ['future-read'],
    breaks: ['read-uncommitted'],
    valid: 'T1: rx_ wx1',
  },
  {
    what: 'future-read: each of two processes sees what the other writes after that',
    of: 'T1@p: rx1 | T3@q: ry1 ; T2@p: wy1 | T4@q: wx1',
    finds: ['future-read', 'G1c-process'],
    breaks: ['read-uncommitted'],
    valid: 'T1@p: rx_ | T3@q: ry_ ; T2@p: wy1 | T4@q: wx1',
  },
  {
    what: 'garbage-read: a value from nobody',
    of: 'T1: wx1 | T2: rx2',
    finds: ['garbage-read'],
    breaks: ['read-uncommitted'],
    valid: 'T1: wx1 | T2: rx1',
  },
  {
    what: 'G1a: a read of what a failed transaction wrote',
    of: 'T1!: wx1 | T2: rx1',
    finds: ['G1a'],
    breaks: [RC],
    valid: 'T1!: wx1 | T2: rx_',
  },
  {
    what: 'G1b: a read of what its writer wrote over',
    of: 'T1: wx1 wx2 | T2: rx1',
    finds: ['G1b'],
    breaks: [RC],
    valid: 'T1: wx1 wx2 | T2: rx2',
  },
  {
    what: 'G1c: two transactions see each other',
    of: 'T1: wx1 ry1 | T2: wy1 rx1',
    finds: ['G1c'],
    breaks: [RC],
    valid: 'T1: wx1 ry_ | T2: wy1 rx1',
  },
  {
    what: 'cyclic-versions: each of two writes over what the other wrote',
    of: 'T1: rx1 wx2 | T2: rx2 wx1',
    finds: ['cyclic-versions', 'G1c'],
    breaks: [RC],
    valid: 'T1: rx1 wx2 | T2: rx_ wx1',
  },
  {
    what: 'non-monotonic-read: of a transaction that was seen, an earlier value is there later',
    of: 'T1: wx1 wy1 | T2: rx1 wx2 wy2 | T3: rx2 ry1',
    finds: ['non-monotonic-read', 'fractured-read', 'causality-violation', 'pram-violation'],
    breaks: ['monotonic-atomic-view', 'pram'],
    valid: 'T1: wx1 wy1 | T2: rx1 wx2 wy2 | T3: rx2 ry2',
  },
  {
    what: 'fractured-read: the same, with the earlier value first',
    of: 'T1: wx1 wy1 | T2: rx1 wx2 wy2 | T3: ry1 rx2',
    finds: ['fractured-read', 'causality-violation', 'pram-violation'],
    breaks: ['read-atomic', 'consistent-view', 'repeatable-read', 'pram'],
    valid: 'T1: wx1 wy1 | T2: rx1 wx2 wy2 | T3: ry1 rx1',
  },
  {
    what: 'fractured-read-process: a process does not see what it wrote over what is there',
    of: 'T1+: wx1 | T2@p: rx1 wx2 ; T3@p: rx1',
    finds: ['G-single-process', 'fractured-read-process', 'causality-violation', 'pram-violation'],
    breaks: ['read-atomic', 'pram'],
    valid: 'T1+: wx1 | T2@p: rx1 wx2 ; T3@p: rx2',
  },
  {
    what: 'causality-violation: an answer is seen, but not the question before it',
    of: 'T1: wx1 | T2: rx1 wx2 | T3: rx2 wy1 | T4: ry1 rx1',
    finds: ['G-single', 'causality-violation'],
    breaks: ['causal', 'consistent-view', 'repeatable-read'],
    valid: 'T1: wx1 | T2: rx1 wx2 | T3: rx2 wy1 | T4: ry1 rx2',
  },
  {
    what: 'pram-violation: a session sees its own write in place of one that it must have seen since',
    of: 'T1@q: wx2 ; T2@q: rz_ ; T3@p: wz1 ; T4@p: wx1 ; T5@p: wy1 ; T6@q: ry1 ; T7@q: rx2',
    finds: ['pram-violation', 'G-single-realtime'],
    breaks: ['pram'],
    valid: 'T1@q: wx2 ; T2@q: rz_ ; T3@p: wz1 ; T4@p: wx1 ; T5@p: wy1 ; T6@q: ry1 ; T7@q: rx1',
  },
  {
    what: 'causality-violation: two sessions see two writes in different orders, as PRAM allows',
    of: 'T1@p: wx1 | T2@q: wx2 ; T3@p: rx2 | T4@q: rx1',
    finds: ['causality-violation', 'fractured-read-process', 'G-single-process'],
    breaks: ['read-atomic'],
    valid: 'T1@p: wx1 | T2@q: wx2 ; T3@p: rx2 | T4@q: rx2',
  },
  {
    what: 'lost-update: two see one version, and both write over it',
    of: 'T1: rx_ wx1 | T2: rx_ wx2',
    finds: ['lost-update', 'G-single', 'G2-item'],
    breaks: ['cursor-stability'],
    valid: 'T1: rx_ wx1 | T2: rx1 wx2',
  },
  {
    what: 'G-single: read skew',
    of: 'T1: wx1 wy1 | T2: ry_ rx1',
    finds: ['G-single', 'fractured-read', 'causality-violation', 'pram-violation'],
    breaks: ['read-atomic', 'consistent-view', 'repeatable-read', 'pram'],
    valid: 'T1: wx1 wy1 | T2: ry1 rx1',
  },
  {
    what: 'G-single-realtime: a stale read',
    of: 'T1: wx1 ; T2: wx2 ; T3: rx1',
    finds: ['G-single-realtime'],
    breaks: ['strong-snapshot-isolation'],
    valid: 'T1: wx1 ; T2: wx2 ; T3: rx2',
  },
  {
    what: 'G-nonadjacent: a long fork',
    of: 'T1: wx1 | T2: wy1 | T3: rx1 ry_ | T4: rx_ ry1',
    finds: ['G-nonadjacent'],
    breaks: ['snapshot-isolation', 'repeatable-read'],
    valid: 'T1: wx1 | T2: wy1 | T3: rx1 ry_ | T4: rx1 ry1',
  },
  {
    what: 'G-nonadjacent-process: a long fork, of which one process sees a side',
    of: 'T1+: wx1 | T2+: wy1 | T3@p: rx1 | T4+: ry1 rx_ ; T5@p: ry_',
    finds: ['G-nonadjacent-process'],
    breaks: ['strong-session-snapshot-isolation'],
    valid: 'T1+: wx1 | T2+: wy1 | T3@p: rx1 | T4+: ry1 rx1 ; T5@p: ry_',
  },
  {
    what: 'G-nonadjacent-realtime: a long fork, of which one side is seen by two, one after the other',
    of: 'T1+: wx1 | T2+: wy1 | T3: rx1 | T4+: ry1 rx_ ; T5: ry_',
    finds: ['G-nonadjacent-realtime'],
    breaks: ['strong-snapshot-isolation'],
    valid: 'T1+: wx1 | T2+: wy1 | T3: rx1 | T4+: ry1 rx1 ; T5: ry_',
  },
  {
    what: 'G2-item: write skew',
    of: 'T1: rx_ wy1 | T2: ry_ wx1',
    finds: ['G2-item'],
    breaks: ['repeatable-read'],
    valid: 'T1: rx_ wy1 | T2: ry1 wx1',
  },
  {
    what: 'G2-item-process: a process sees neither of two that did not see what it did before',
    of: 'T3@p: wy1 | T2+: ry_ wx1 ; T1@p: rx_',
    finds: ['G2-item-process'],
    breaks: ['strong-session-serializable'],
    valid: 'T3@p: wy1 | T2+: ry_ wx1 ; T1@p: rx1',
  },
  {
    what: 'G2-item-realtime: the same, with one after the other instead of one process',
    of: 'T3: wy1 | T2+: ry_ wx1 ; T1: rx_',
    finds: ['G2-item-realtime'],
    breaks: ['strict-serializable'],
    valid: 'T3: wy1 | T2+: ry_ wx1 ; T1: rx1',
  },
];

describe('a key whose lists tell nothing', () => {
  it.each<readonly [string, readonly AnomalyType[]]>([
    ['T1: rx[1,1,2] ax2 | T2: ax1', ['duplicate-elements']],
    ['T1!: ax1 | T2: rx[1,9]', ['G1a', 'garbage-read']],
    ['T1!: ax1 | T2: ax2 | T3: rx[1,9,2]', ['G1a', 'dirty-update', 'garbage-read']],
    ['T1: ax1 | T2: ax2 ax3 | T3: rx[1,2] rx[1,3]', ['incompatible-order', 'internal']],
  ])('has no other anomaly than that: %s', (text, finds) => {
    expect(Object.keys(checkListAppend(listsOf(text)).counts).toSorted()).toEqual(finds);
  });
});

describe('a read that is not monotonic, where the order of a session is broken besides', () => {
  it.each([
    'T1@p: ax2 ay1 | T2@p: ax1 | T3@q: ry[1] rx[1] | T4@r: rx[1,2]',
    'T1@p: ax2 ay1 | T2@p: az1 | T3@s: rz[1] ax1 | T4@q: ry[1] rx[1] | T5@r: rx[1,2]',
  ])('breaks monotonic atomic view: %s', (text) => {
    const untimed = listsOf(text).map(({ process, outcome, ops }) => ({ process, outcome, ops }));
    const result = checkListAppend(untimed, { consistencyModel: 'monotonic-atomic-view' });
    expect(result.verdict).toBe('invalid');
    expect(Object.keys(result.counts)).toContain('non-monotonic-read');
  });
});

describe('an anomaly of registers', () => {
  const check =
    (options: RwRegisterOptions = {}) =>
    (text: string, consistencyModel: ConsistencyModel = 'strict-serializable') =>
      checkRwRegister(registersOf(text), { ...options, consistencyModel });
  it.each(REGISTERS)('$what', (example) => {
    expectExample(example, check());
  });

  it('may rest on what is claimed of each key by itself', () => {
    const stale = 'T1: wx1 ; T2: wx2 ; T3: rx1';
    expect(check()(stale, 'serializable').verdict).toBe('valid');
    const claimed = check({ linearizableKeys: true })(stale, 'serializable');
    expect(claimed).toMatchObject({ verdict: 'invalid', counts: { 'cyclic-versions': 1 } });
    const back = 'T0++: wx1 | T1@p: wx2 ; T2@p: rx1 ; T3@q: rx1 ; T4@q: rx2';
    expect(check()(back, 'serializable').verdict).toBe('valid');
    expect(check({ sequentialKeys: true })(back, 'serializable')).toMatchObject({
      verdict: 'invalid',
      counts: { 'cyclic-versions': 1 },
    });
  });

  it('is none where others may write what the history does not show, and that is said', () => {
    const result = check({ unseenWrites: 'possible' })('T1: wx1 ; T2: rx2 ; T3: rx1');
    expect(result).toMatchObject({ verdict: 'valid', unseenWrites: 1 });
  });

  it.each(['T1: wx1 rx7', 'T1: rx7 rx8', 'T1: rx7 rx_'])(
    'is a contradiction also where others may write what the history does not show: %s',
    (text) => {
      const judged = check({ unseenWrites: 'possible' });
      expect(judged(text)).toMatchObject({ verdict: 'invalid', counts: { internal: 1 } });
      expect(judged('T1: wx1 rx1 | T2: rx7 rx7').verdict).toBe('valid');
    },
  );
});
