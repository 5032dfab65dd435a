import type { Transaction, Value } from '../types.js';
import { ValueMap } from '../values/value-map.js';

/** Everything that was appended, in columns; and the keys of a history as numbers from 0. */
export interface Appends {
  readonly count: number;
  readonly keys: readonly Value[];
  readonly keyOf: (key: Value) => number;
  readonly transaction: Int32Array;
  readonly key: Int32Array;
  readonly value: readonly Value[];
  /** The next append of the same transaction to the same key, or -1. */
  readonly next: Int32Array;
  /** Who appended a value to a key: one that did not fail where there is one. */
  readonly writerOf: (key: number, value: Value) => number | undefined;
  /** Keys to which transactions that did not fail appended one value twice: the second append. */
  readonly repeated: ReadonlyMap<number, number>;
}

export function appendsOf(history: readonly Transaction[]): Appends {
  let count = 0;
  for (const { ops } of history) for (const [f] of ops) if (f === 'append') count += 1;
  const transaction = new Int32Array(count);
  const key = new Int32Array(count);
  const next = new Int32Array(count).fill(-1);
  const value: Value[] = [];
  const keys = new Keys();
  const writers: ValueMap<number>[] = [];
  /** The last append to each key so far. */
  const latest: number[] = [];
  const repeated = new Map<number, number>();

  for (const [position, { ops, outcome }] of history.entries()) {
    for (const [f, name, appended] of ops) {
      const k = keys.of(name);
      if (f !== 'append') continue;
      const append = value.length;
      transaction[append] = position;
      key[append] = k;
      value.push(appended);
      const before = latest[k];
      if (before !== undefined && transaction[before] === position) next[before] = append;
      latest[k] = append;

      const own = (writers[k] ??= new ValueMap());
      const other = own.get(appended);
      const otherFailed =
        other !== undefined && history[transaction[other] as number]?.outcome === 'fail';
      if (other !== undefined && !otherFailed && outcome !== 'fail') repeated.set(k, append);
      if (other === undefined || (otherFailed && outcome !== 'fail')) {
        own.set(appended, append);
      }
    }
  }
  return {
    count,
    keys: keys.all,
    keyOf: (name) => keys.of(name),
    transaction,
    key,
    value,
    next,
    writerOf: (k, wanted) => writers[k]?.get(wanted),
    repeated,
  };
}

class Keys {
  readonly all: Value[] = [];
  readonly #numbers = new ValueMap<number>();

  of(key: Value): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.all.length;
    this.all.push(key);
    this.#numbers.set(key, number);
    return number;
  }
}
