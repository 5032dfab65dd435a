import { OK, type Columns } from '../history/columns.js';
import { PROCESS } from '../graph/edge-kind.js';
import type { Edges } from '../graph/edges.js';
import { float64Array, int32Array } from '../values/typed-arrays.js';

/** The committed transactions in the order in which each process did its own. */
export interface ProcessOrder {
  /** Positions of the committed transactions, those of each process in the order of their calls. */
  readonly positions: Int32Array;
  /** The last transaction before in the same process that surely took effect before, or -1. */
  readonly before: Int32Array;
  /** The process of each transaction, as a number from 0; transactions in no order have their own. */
  readonly process: Int32Array;
  readonly processes: number;
}

/**
 * Which transaction of a process follows which. One of which nobody knows when it took effect (`info`)
 * comes before none: it is a process of its own, and the next of its process follows the one before it.
 * Where a history has transactions of one process overlap, the later one begins a process of its own.
 */
export function processOrderOf(columns: Columns, committed: Uint8Array): ProcessOrder {
  const positions = committedByCall(columns, committed);
  const { transactions, outcome, call, end } = columns;
  const before = int32Array(transactions).fill(-1);
  const process = int32Array(transactions).fill(-1);
  const last = int32Array(transactions).fill(-1);
  let processes = 0;
  for (let at = 0; at < positions.length; at += 1) {
    const t = positions[at] as number;
    const number = columns.process[t] as number;
    const other = last[number] as number;
    const isTimed = call[t] !== Number.NEGATIVE_INFINITY;
    const follows = other !== -1 && (!isTimed || (end[other] as number) <= (call[t] as number));
    before[t] = follows ? other : -1;
    const isSure = outcome[t] === OK;
    process[t] = follows && isSure ? (process[other] as number) : processes;
    if (process[t] === processes) processes += 1;
    if (isSure) last[number] = t;
  }
  return { positions, before, process, processes };
}

export function addProcessEdges({ positions, before }: ProcessOrder, edges: Edges): void {
  for (let at = 0; at < positions.length; at += 1) {
    const t = positions[at] as number;
    const other = before[t] as number;
    if (other !== -1) edges.add(other, t, PROCESS, -1);
  }
}

/** Those that committed in the order of their calls: that of the history where it is that of each process. */
function committedByCall(
  { transactions, call, process }: Columns,
  committed: Uint8Array,
): Int32Array {
  const all = int32Array(transactions);
  const last = float64Array(transactions).fill(Number.NEGATIVE_INFINITY);
  let [count, sorted, timed] = [0, true, true];
  for (let t = 0; t < transactions; t += 1) {
    if (committed[t] === 0) continue;
    all[count] = t;
    count += 1;
    const [number, time] = [process[t] as number, call[t] as number];
    timed &&= time !== Number.NEGATIVE_INFINITY;
    sorted &&= (last[number] as number) <= time;
    last[number] = time;
  }
  const positions = all.subarray(0, count);
  return sorted || !timed
    ? positions
    : positions.sort((a, b) => (call[a] as number) - (call[b] as number));
}
