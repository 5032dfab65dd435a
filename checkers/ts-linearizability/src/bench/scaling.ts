import { casRegister } from '../models/cas-register.js';
import { counter } from '../models/counter.js';
import { growOnlySet } from '../models/grow-only-set.js';
import { keyValue } from '../models/key-value.js';
import { priorityQueue } from '../models/priority-queue.js';
import { queue } from '../models/queue.js';
import { register } from '../models/register.js';
import { set } from '../models/set.js';
import { stack } from '../models/stack.js';
import { prepared, type Check } from './cases.js';

/** The time of a check by the size of the history. */
export interface Curve {
  readonly name: string;
  readonly points: readonly { readonly operations: number; readonly ms: number }[];
}

export const SIZES: readonly number[] = [10_000, 30_000, 100_000, 300_000, 1_000_000];
const SET_READS = 100;
const RUNS = 7;

const KINDS: Readonly<Record<string, (operations: number) => Check>> = {
  register: (operations) => prepared('register', register(), { operations, clients: 100 }),
  'cas-register': (operations) =>
    prepared('cas-register', casRegister(), { operations, clients: 100 }),
  'key-value, 10 keys': (operations) =>
    prepared('key-value', keyValue(), { operations, clients: 100, keys: 10 }),
  queue: (operations) => prepared('queue', queue(), { operations, clients: 100 }),
  stack: (operations) => prepared('stack', stack(), { operations, clients: 100 }),
  'priority-queue': (operations) =>
    prepared('priority-queue', priorityQueue(), { operations, clients: 100 }),
  set: (operations) => prepared('set', set(), { operations, clients: 100, readsOfAll: 0 }),
  counter: (operations) => prepared('counter', counter(), { operations, clients: 100 }),
  'grow-only-set, 100 reads': (operations) =>
    prepared('grow-only-set', growOnlySet(), {
      operations,
      clients: 100,
      reads: SET_READS / operations,
    }),
};

export const CURVES: readonly string[] = Object.keys(KINDS);

/** Measures one curve: the best of seven checks at each size. */
export function measureCurve(name: string): Curve {
  const prepare = KINDS[name];
  if (prepare === undefined) {
    throw new Error(`there is no curve ${name}; there are ${CURVES.join(', ')}`);
  }
  // So that the first point does not pay for the compiler.
  prepare(SIZES[0] ?? 0)({ explain: false });
  const points = SIZES.map((operations) => {
    const check = prepare(operations);
    let ms = Infinity;
    for (let run = 0; run < RUNS; run++) {
      ms = Math.min(ms, check({ explain: false }).elapsedMs);
    }
    return { operations, ms };
  });
  return { name, points };
}
