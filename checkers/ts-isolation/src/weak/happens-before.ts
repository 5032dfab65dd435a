import type { Components } from '../graph/components.js';
import { maskOf, PROCESS, WR } from '../graph/edge-kind.js';
import type { Rows } from '../graph/edges.js';
import type { ProcessOrder } from '../order/process-order.js';
import { int32Array } from '../values/typed-arrays.js';

/** What one transaction may know of another: the order of sessions, and who read from whom. */
export const HAPPENS_BEFORE = maskOf(WR, PROCESS);

/** Vector clocks take this much memory at most: 1 GiB. */
const MAX_CLOCKS = 2 ** 28;

/** Which transactions happened before others, by vector clocks. */
export interface HappensBefore {
  /** The session of each transaction, as a number from 0; -1 where it is left out. */
  readonly session: Int32Array;
  readonly sessions: number;
  /** The place of each transaction in its session, from 1. */
  readonly place: Int32Array;
  /** How many transactions of session s happened before t: at `clock(t) + s`. */
  readonly clocks: Int32Array;
  readonly clock: (transaction: number) => number;
}

/**
 * @param rows - a graph without a cycle of `HAPPENS_BEFORE`.
 * @param components - of that graph, over these kinds of edges.
 * @returns null where there are too many sessions for so many transactions.
 */
export function happensBeforeOf(
  rows: Rows,
  components: Components,
  { positions, process, processes }: ProcessOrder,
  include: (transaction: number) => boolean,
): HappensBefore | null {
  const session = int32Array(process.length).fill(-1);
  const place = int32Array(process.length);
  const row = int32Array(process.length).fill(-1);
  const numbers = int32Array(processes).fill(-1);
  const length = int32Array(processes);
  let [sessions, transactions] = [0, 0];
  for (const t of positions) {
    if (!include(t)) continue;
    const own = process[t] as number;
    if (numbers[own] === -1) {
      numbers[own] = sessions;
      sessions += 1;
    }
    session[t] = numbers[own] as number;
    const at = (length[own] as number) + 1;
    length[own] = at;
    place[t] = at;
    row[t] = transactions;
    transactions += 1;
  }
  if (transactions * sessions > MAX_CLOCKS) return null;
  const clocks = int32Array(transactions * sessions);
  const order = int32Array(rows.nodes);
  for (let node = 0; node < rows.nodes; node += 1) {
    order[components.count - 1 - (components.of[node] as number)] = node;
  }
  for (const from of order) {
    if (from >= row.length || row[from] === -1) continue;
    const own = (row[from] as number) * sessions;
    for (let at = rows.starts[from] as number; at < (rows.starts[from + 1] as number); at += 1) {
      if (((HAPPENS_BEFORE >>> (rows.kind[at] as number)) & 1) === 0) continue;
      const to = rows.to[at] as number;
      if (to >= row.length || row[to] === -1) continue;
      const other = (row[to] as number) * sessions;
      for (let s = 0; s < sessions; s += 1) {
        const happened = clocks[own + s] as number;
        if (happened > (clocks[other + s] as number)) clocks[other + s] = happened;
      }
      const mine = other + (session[from] as number);
      clocks[mine] = Math.max(clocks[mine] as number, place[from] as number);
    }
  }
  const clock = (transaction: number): number => (row[transaction] as number) * sessions;
  return { session, sessions, place, clocks, clock };
}
