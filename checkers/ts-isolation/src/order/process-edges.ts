import { PROCESS } from '../graph/edge-kind.js';
import type { Edges } from '../graph/edges.js';
import type { Transaction } from '../types.js';

/**
 * Adds an edge between consecutive committed transactions of each process. One of which nobody
 * knows when it took effect (`info`) comes before none. Where a history has transactions of one
 * process overlap, they have no order of the process.
 */
export function addProcessEdges(
  history: readonly Transaction[],
  committed: Uint8Array,
  edges: Edges,
): void {
  const last = new Map<number | string, number>();
  for (const position of byCall(history)) {
    if (committed[position] === 0) continue;
    const { process, outcome, call } = history[position] as Transaction;
    const before = last.get(process);
    if (before !== undefined && (history[before] as Transaction).return <= call) {
      edges.add(before, position, PROCESS, -1);
    }
    if (outcome === 'ok') last.set(process, position);
  }
}

/** Positions in the order of the invocations. */
function byCall(history: readonly Transaction[]): Int32Array {
  const positions = Int32Array.from(history.keys());
  const call = Float64Array.from(history, (transaction) => transaction.call);
  const sorted = call.every((time, at) => at === 0 || (call[at - 1] as number) <= time);
  return sorted
    ? positions
    : positions.sort((a, b) => (call[a] as number) - (call[b] as number) || a - b);
}
