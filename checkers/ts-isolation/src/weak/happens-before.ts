import { maskOf, PROCESS, WR } from '../graph/edge-kind.js';
import { writerOf, type Columns } from '../history/columns.js';
import type { ProcessOrder } from '../order/process-order.js';
import { int32Array } from '../values/typed-arrays.js';
import type { Reads } from '../versions/reads.js';
import type { Sessions } from './sessions.js';

/** What one transaction may know of another: the order of sessions, and who read from whom. */
export const HAPPENS_BEFORE = maskOf(WR, PROCESS);

/** So many clocks are kept at most: 1 GiB. */
export const MAX_CLOCKS = 2 ** 28;

/** Which transactions happened before others, by vector clocks. */
export interface HappensBefore {
  /** How many transactions of session s happened before t: at `clock(t) + s`. */
  readonly clocks: Int32Array;
  readonly clock: (transaction: number) => number;
}

/**
 * @param order - the nodes of a graph without a cycle of `HAPPENS_BEFORE`, each after those that happened before it.
 */
export function happensBeforeOf(
  columns: Columns,
  reads: Reads,
  { before }: ProcessOrder,
  { of: session, place, count, transactions }: Sessions,
  order: Int32Array,
): HappensBefore {
  const clocks = int32Array(transactions * count);
  const row = int32Array(session.length);
  const firstRead = reads.firstOf(session.length);
  const seen = reads.version.items();
  let rows = 0;
  for (const t of order) {
    if (t >= session.length || session[t] === -1) continue;
    row[t] = rows;
    const own = rows * count;
    rows += 1;
    const previous = before[t] as number;
    if (previous !== -1 && session[previous] !== -1) {
      const from = (row[previous] as number) * count;
      clocks.copyWithin(own, from, from + count);
      clocks[own + (session[previous] as number)] = place[previous] as number;
    }
    for (let read = firstRead[t] as number; read < (firstRead[t + 1] as number); read += 1) {
      const writer = writerOf(columns, seen[read] as number);
      if (writer === -1 || session[writer] === -1 || writer === t) continue;
      const at = own + (session[writer] as number);
      // Who knows of a transaction knows of all that happened before it.
      if ((clocks[at] as number) >= (place[writer] as number)) continue;
      const other = (row[writer] as number) * count;
      for (let s = 0; s < count; s += 1) {
        const happened = clocks[other + s] as number;
        if (happened > (clocks[own + s] as number)) clocks[own + s] = happened;
      }
      clocks[at] = place[writer] as number;
    }
  }
  const clock = (transaction: number): number => (row[transaction] as number) * count;
  return { clocks, clock };
}
