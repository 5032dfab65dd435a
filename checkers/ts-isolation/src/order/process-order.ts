import { OK, type Columns } from '../history/columns.js';
import { PROCESS } from '../graph/edge-kind.js';
import type { Edges } from '../graph/edges.js';
import type { Transaction } from '../types.js';

/** The committed transactions in the order in which each process did its own. */
export interface ProcessOrder {
  /** Positions of the committed transactions in the order of their calls. */
  readonly positions: Int32Array;
  /** The transaction right before in the same process, or -1. */
  readonly before: Int32Array;
  /** The process of each transaction, as a number from 0; transactions in no order have their own. */
  readonly process: Int32Array;
  readonly processes: number;
}

/**
 * Which transaction of a process follows which. One of which nobody knows when it took effect (`info`)
 * comes before none. Where a history has transactions of one process overlap, the later one begins a
 * process of its own.
 */
export function processOrderOf(
  { history, transactions, outcome }: Columns,
  committed: Uint8Array,
): ProcessOrder {
  const positions = byCall(history).filter((t) => committed[t] === 1);
  const before = new Int32Array(transactions).fill(-1);
  const process = new Int32Array(transactions).fill(-1);
  const last = new Map<number | string, number>();
  let processes = 0;
  for (const t of positions) {
    const { process: name, call } = history[t] as Transaction;
    const other = last.get(name) ?? -1;
    const follows =
      other !== -1 &&
      outcome[other] === OK &&
      ((history[other] as Transaction).return ?? -Infinity) <= (call ?? Infinity);
    before[t] = follows ? other : -1;
    process[t] = follows ? (process[other] as number) : processes;
    if (!follows) processes += 1;
    last.set(name, t);
  }
  return { positions, before, process, processes };
}

export function addProcessEdges({ positions, before }: ProcessOrder, edges: Edges): void {
  for (const t of positions) {
    const other = before[t] as number;
    if (other !== -1) edges.add(other, t, PROCESS, -1);
  }
}

/** Positions in the order of the calls; in that of the history where any has no time. */
function byCall(history: readonly Transaction[]): Int32Array {
  const positions = Int32Array.from(history.keys());
  const call = Float64Array.from(history, (transaction) => transaction.call ?? Number.NaN);
  let [sorted, timed] = [true, true];
  for (let t = 0; t < call.length; t += 1) {
    timed &&= !Number.isNaN(call[t]);
    sorted &&= t === 0 || (call[t - 1] as number) <= (call[t] as number);
  }
  return sorted || !timed
    ? positions
    : positions.sort((a, b) => (call[a] as number) - (call[b] as number) || a - b);
}
