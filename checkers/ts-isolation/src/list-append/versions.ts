import { FAIL, valueOf, type Columns } from '../history/columns.js';
import type { Found } from '../found.js';
import type { Value } from '../types.js';
import { keyText, listText, valueText } from '../values/words.js';
import type { Lists, LongestRead } from './lists.js';
import { lookalikeOf } from '../versions/lookalike.js';
import { int32Array } from '../values/typed-arrays.js';

/** Nobody appended it. */
export const NOBODY = -1;

/** The order of the versions of each key, as the longest list read of it tells. */
export interface Versions {
  /** The version of each element of the longest list of key k: from starts[k] up to starts[k + 1]. */
  readonly starts: Int32Array;
  readonly chain: Int32Array;
  /** Of each version: its place in the order, from 1; 0 where it was never read. */
  readonly place: Int32Array;
  /** Keys from which nothing follows: their lists contradict each other, or hold an element twice. */
  readonly unusable: (key: number) => boolean;
}

/**
 * Takes the longest list of each key for its version order. No element may be there twice
 * (`duplicate-elements`), come from nobody (`garbage-read`) or from a transaction that failed
 * (`G1a`), and a transaction's own appends stand in the order in which it made them.
 */
export function versionsOf(columns: Columns, lists: Lists, found: Found): Versions {
  const { longest, broken } = lists;
  const starts = int32Array(longest.length + 1);
  for (const [key, read] of longest.entries()) {
    starts[key + 1] = (starts[key] as number) + (read?.list.length ?? 0);
  }
  const chain = int32Array(starts[longest.length] as number);
  const place = int32Array(columns.versions);
  for (const [key, read] of longest.entries()) {
    if (read === undefined) continue;
    const start = starts[key] as number;
    for (let at = 0; at < read.list.length; at += 1) {
      const version = columns.byValue.get(key, columns.codes.of(read.list[at] as Value));
      chain[start + at] = version;
      if (version === NOBODY) {
        findGarbage(columns, key, read, at, found);
      } else if ((place[version] as number) === 0) {
        place[version] = at + 1;
      } else {
        broken.add(key);
        if (!columns.repeated.has(key)) {
          findDuplicate(columns, key, read, [place[version] as number, at + 1], version, found);
        }
      }
    }
    findAborted(columns, key, read, chain.subarray(start, start + read.list.length), found);
  }
  findTurned(columns, lists, place, found);
  return { starts, chain, place, unusable: (key) => broken.has(key) || columns.repeated.has(key) };
}

function findGarbage(
  columns: Columns,
  key: number,
  { transaction, list }: LongestRead,
  at: number,
  found: Found,
): void {
  const value = list[at] as Value;
  const alike = found.isFull('garbage-read') ? undefined : lookalikeOf(columns, key, value);
  const others = alike === undefined ? [] : [columns.versionTransaction[alike] as number];
  found.add('garbage-read', [transaction, ...others], () => {
    const name = keyText(columns.keys[key] as Value);
    const differs = alike === undefined ? '' : `; but ${lookalikeText(columns, alike)}`;
    return `T1 read ${valueText(value)} in the list of ${name}, which nobody appended to it${differs}.`;
  });
}

function lookalikeText(columns: Columns, version: number): string {
  const key = columns.key[columns.versionOp[version] as number] as number;
  return `${valueText(valueOf(columns, version))} was appended to ${keyText(columns.keys[key] as Value)}: they differ in their types only`;
}

function findDuplicate(
  columns: Columns,
  key: number,
  { transaction }: LongestRead,
  places: readonly [number, number],
  version: number,
  found: Found,
): void {
  const writer = columns.versionTransaction[version] as number;
  found.add('duplicate-elements', [transaction, writer], () => {
    const value = valueText(valueOf(columns, version));
    return `T1 read ${value} twice in the list of ${keyText(columns.keys[key] as Value)}, at ${places[0]} and at ${places[1]} (the first is 1), but it was appended once.`;
  });
}

/** What a failed transaction appended must not be read, nor appended to. */
function findAborted(
  columns: Columns,
  key: number,
  { transaction }: LongestRead,
  order: Int32Array,
  found: Found,
): void {
  let dirty = NOBODY;
  for (let at = 0; at < order.length; at += 1) {
    const version = order[at] as number;
    if (version === NOBODY) continue;
    if (columns.outcome[columns.versionTransaction[version] as number] === FAIL) {
      dirty = version;
      addAborted(columns, key, transaction, version, found);
    } else if (dirty !== NOBODY) {
      addDirtyUpdate(columns, key, transaction, dirty, version, found);
      dirty = NOBODY;
    }
  }
}

function addAborted(
  columns: Columns,
  key: number,
  reader: number,
  version: number,
  found: Found,
): void {
  found.add(
    'G1a',
    [reader, columns.versionTransaction[version] as number],
    () =>
      `T1 read ${valueText(valueOf(columns, version))} in the list of ${keyText(columns.keys[key] as Value)}, which T2 appended; but T2 failed, so nobody may see it (aborted read).`,
  );
}

function addDirtyUpdate(
  columns: Columns,
  key: number,
  reader: number,
  before: number,
  version: number,
  found: Found,
): void {
  const writerOf = (one: number): number => columns.versionTransaction[one] as number;
  found.add(
    'dirty-update',
    [writerOf(version), writerOf(before), reader],
    () =>
      `T1 appended ${valueText(valueOf(columns, version))} to ${keyText(columns.keys[key] as Value)} after ${valueText(valueOf(columns, before))}, which T2 appended; but T2 failed. T3 read both.`,
  );
}

/** A transaction's own appends to a key must stand in the order in which it made them, and all before the last. */
function findTurned(columns: Columns, lists: Lists, place: Int32Array, found: Found): void {
  for (let version = 0; version < columns.versions; version += 1) {
    const op = columns.versionOp[version] as number;
    const later = columns.nextWrite[op] as number;
    if (later === -1) continue;
    const next = columns.written[later] as number;
    if (place[next] === 0) continue;
    const key = columns.key[op] as number;
    const isMissing = place[version] === 0;
    if (isMissing) {
      // Where another wrote the same value, the one that was read may be this.
      const isFailed = columns.outcome[columns.versionTransaction[version] as number] === FAIL;
      if (isFailed || columns.repeated.has(key)) continue;
    } else if ((place[next] as number) > (place[version] as number)) {
      continue;
    }
    lists.broken.add(key);
    addTurned(columns, key, lists.longest[key] as LongestRead, version, next, isMissing, found);
  }
}

function addTurned(
  columns: Columns,
  key: number,
  reader: LongestRead,
  version: number,
  next: number,
  isMissing: boolean,
  found: Found,
): void {
  const writer = columns.versionTransaction[version] as number;
  found.add('incompatible-order', [writer, reader.transaction], () => {
    const but = isMissing ? 'only the second stands' : 'they stand the other way round';
    return `T1 appended ${valueText(valueOf(columns, version))} to ${keyText(columns.keys[key] as Value)} and then ${valueText(valueOf(columns, next))}, but ${but} in the list that was read: ${listText(reader.list)}.`;
  });
}
