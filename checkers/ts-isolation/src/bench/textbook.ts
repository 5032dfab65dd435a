import type { ListOp, Transaction } from '../types.js';

/**
 * Strict serializability of lists as a textbook has it: every edge is there, also each of real time, in sets
 * of objects; a search from each transaction tells whether it comes back. For comparison only: it takes
 * lists that are whole, and knows no anomaly by name.
 */
export function isStrictSerializableByTheBook(history: readonly Transaction<ListOp>[]): boolean {
  const edges = new Map(history.map((one) => [one, new Set<Transaction<ListOp>>()]));
  const writer = new Map<string, Transaction<ListOp>>();
  const longest = new Map<unknown, readonly unknown[]>();
  for (const one of history) {
    for (const [f, key, value] of one.ops) {
      if (f === 'append') writer.set(JSON.stringify([key, value]), one);
      else if ((value?.length ?? 0) > (longest.get(key)?.length ?? 0))
        longest.set(key, value ?? []);
    }
  }
  const writerOf = (key: unknown, value: unknown) => writer.get(JSON.stringify([key, value]));
  for (const [key, list] of longest) {
    for (const [at, value] of list.entries()) {
      const [before, after] = [writerOf(key, list[at - 1]), writerOf(key, value)];
      if (before !== undefined && after !== undefined) edges.get(before)?.add(after);
    }
  }
  for (const one of history) {
    for (const [f, key, list] of one.ops) {
      if (f !== 'r') continue;
      const seen = list ?? [];
      const [last, next] = [
        writerOf(key, seen.at(-1)),
        writerOf(key, longest.get(key)?.[seen.length]),
      ];
      if (last !== undefined) edges.get(last)?.add(one);
      if (next !== undefined) edges.get(one)?.add(next);
    }
    for (const other of history) {
      if ((one.return ?? 0) < (other.call ?? 0)) edges.get(one)?.add(other);
    }
  }
  return history.every((one) => !comesBack(one, edges));
}

function comesBack<T>(start: T, edges: ReadonlyMap<T, ReadonlySet<T>>): boolean {
  const reached = new Set<T>();
  const left: T[] = [start];
  for (let one = left.pop(); one !== undefined; one = left.pop()) {
    for (const next of edges.get(one) ?? []) {
      if (next === start) return true;
      if (reached.has(next)) continue;
      reached.add(next);
      left.push(next);
    }
  }
  return false;
}
