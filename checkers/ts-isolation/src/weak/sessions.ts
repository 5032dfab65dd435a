import type { ProcessOrder } from '../order/process-order.js';
import { int32Array } from '../values/typed-arrays.js';

/** The transactions that matter, session by session. */
export interface Sessions {
  readonly count: number;
  /** How many transactions they have. */
  readonly transactions: number;
  /** The session of each transaction, as a number from 0; -1 where it is left out. */
  readonly of: Int32Array;
  /** The place of each transaction in its session, from 1. */
  readonly place: Int32Array;
  /** The transactions, session by session: those of session s from starts[s] up to starts[s + 1]. */
  readonly members: Int32Array;
  readonly starts: Int32Array;
}

/** @param include - the transactions that matter. */
export function sessionsOf(
  { positions, process, processes }: ProcessOrder,
  include: (transaction: number) => boolean,
): Sessions {
  const of = int32Array(process.length).fill(-1);
  const place = int32Array(process.length);
  const numbers = int32Array(processes).fill(-1);
  const lengths = int32Array(processes);
  let [count, transactions] = [0, 0];
  for (let at = 0; at < positions.length; at += 1) {
    const t = positions[at] as number;
    if (!include(t)) continue;
    const own = process[t] as number;
    if (numbers[own] === -1) {
      numbers[own] = count;
      count += 1;
    }
    const session = numbers[own] as number;
    lengths[session] = (lengths[session] as number) + 1;
    of[t] = session;
    place[t] = lengths[session];
    transactions += 1;
  }
  const starts = int32Array(count + 1);
  for (let s = 0; s < count; s += 1) starts[s + 1] = (starts[s] as number) + (lengths[s] as number);
  const members = int32Array(transactions);
  for (let at = 0; at < positions.length; at += 1) {
    const t = positions[at] as number;
    if (of[t] === -1) continue;
    members[(starts[of[t] as number] as number) + (place[t] as number) - 1] = t;
  }
  return { count, transactions, of, place, members, starts };
}

/** The place of a transaction among all members of sessions. */
export function memberOf({ of, place, starts }: Sessions, transaction: number): number {
  return (starts[of[transaction] as number] as number) + (place[transaction] as number) - 1;
}

/** Whether a transaction begins a session, and yet comes after another of its process. */
export function beginsAfter(
  transaction: number,
  { place }: Sessions,
  { before }: ProcessOrder,
): boolean {
  return place[transaction] === 1 && before[transaction] !== -1;
}
