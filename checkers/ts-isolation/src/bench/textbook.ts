import type { ListOp, Transaction } from '../types.js';

/**
 * Strict serializability of lists as a textbook has it: every edge is there, also each of real time, in sets
 * of objects; a search from each transaction tells whether it comes back. For comparison only: it takes
 * lists that are whole, and were read whole in the end, and knows no anomaly by name.
 */
export function isStrictSerializableByTheBook(history: readonly Transaction<ListOp>[]): boolean {
  const edges = new Map(history.map((one) => [one, new Set<Transaction<ListOp>>()]));
  type Known = Transaction<ListOp> | undefined;
  const add = (before: Known, after: Known) => {
    if (before === undefined || after === undefined || before === after) return;
    edges.get(before)?.add(after);
  };
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
      add(writerOf(key, list[at - 1]), writerOf(key, value));
    }
  }
  for (const one of history) {
    for (const [f, key, list] of one.ops) {
      if (f !== 'r') continue;
      const seen = list ?? [];
      add(writerOf(key, seen.at(-1)), one);
      add(one, writerOf(key, longest.get(key)?.[seen.length]));
    }
    for (const other of history) {
      if ((one.return ?? 0) < (other.call ?? 0)) add(one, other);
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
