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
}

/** @param include - the transactions that matter. */
export function sessionsOf(
  { positions, process, processes }: ProcessOrder,
  include: (transaction: number) => boolean,
): Sessions {
  const of = int32Array(process.length).fill(-1);
  const place = int32Array(process.length);
  const numbers = int32Array(processes).fill(-1);
  const length = int32Array(processes);
  let [count, transactions] = [0, 0];
  for (const t of positions) {
    if (!include(t)) continue;
    const own = process[t] as number;
    if (numbers[own] === -1) {
      numbers[own] = count;
      count += 1;
    }
    of[t] = numbers[own] as number;
    length[own] = (length[own] as number) + 1;
    place[t] = length[own];
    transactions += 1;
  }
  return { count, transactions, of, place };
}
