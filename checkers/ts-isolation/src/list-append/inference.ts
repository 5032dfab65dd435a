import { FAIL, isFinal, valueOf, type Columns } from '../history/columns.js';
import type { Found } from '../found.js';
import type { Value } from '../types.js';
import { keyText, valueText } from '../values/words.js';
import { committedOf } from '../versions/committed.js';
import type { Inference } from '../versions/inference.js';
import { Reads } from '../versions/reads.js';
import { CERTAIN, VersionOrder } from '../versions/version-order.js';
import { listsOf, type Lists } from './lists.js';
import { NOBODY, versionsOf, type Versions } from './versions.js';
import { int32Array } from '../values/typed-arrays.js';

/**
 * What a history of lists tells: who read what, and the order of versions. That is the order of the
 * longest list; what was never read comes after it, in no order of its own.
 */
export function inferFromLists(columns: Columns, found: Found): Inference {
  const lists = listsOf(columns, found);
  const versions = versionsOf(columns, lists, found);
  findFutureReads(columns, lists, versions, found);
  const committed = committedOf(columns, versions.place);
  const reads = readsOf(columns, lists, versions, committed, found);
  const order = orderOf(columns, versions, committed);
  const notJudged = [...columns.repeated].map(([key, version]) => ({
    key: columns.keys[key] as Value,
    reason: `${valueText(valueOf(columns, version))} was appended to ${keyText(columns.keys[key] as Value)} more than once, so a read of it does not tell by whom`,
  }));
  return { committed, reads, order, notJudged, isTotal: true };
}

/** Finds transactions that read what they append only later. */
function findFutureReads(columns: Columns, lists: Lists, versions: Versions, found: Found): void {
  const [reader, op, length] = [lists.transaction.items(), lists.op.items(), lists.length.items()];
  for (let read = 0; read < op.length; read += 1) {
    const at = op[read] as number;
    if (versions.unusable(columns.key[at] as number)) continue;
    let later = columns.nextWrite[at] as number;
    for (; later !== -1; later = columns.nextWrite[later] as number) {
      const version = columns.written[later] as number;
      const place = versions.place[version] as number;
      if (place === 0 || place > (length[read] as number)) continue;
      addFutureRead(columns, reader[read] as number, at, version, found);
      break;
    }
  }
}

function addFutureRead(
  columns: Columns,
  reader: number,
  op: number,
  version: number,
  found: Found,
): void {
  found.add(
    'future-read',
    [reader],
    () =>
      `T1 read ${valueText(valueOf(columns, version))} in the list of ${keyText(columns.keys[columns.key[op] as number] as Value)} before it appended it.`,
  );
}

/**
 * The version that each read saw: of the last element that another committed transaction appended. Reads
 * between two appends of another transaction are an anomaly (`G1b`), and nothing follows from them.
 */
function readsOf(
  columns: Columns,
  lists: Lists,
  { starts, chain, unusable }: Versions,
  committed: Uint8Array,
  found: Found,
): Reads {
  const [reader, op, length] = [lists.transaction.items(), lists.op.items(), lists.length.items()];
  const reads = new Reads(op.length, lists.again);
  for (let read = 0; read < op.length; read += 1) {
    const at = op[read] as number;
    const t = reader[read] as number;
    const key = columns.key[at] as number;
    if (unusable(key)) continue;
    const start = starts[key] as number;
    let last = start + (length[read] as number) - 1;
    for (; last >= start; last -= 1) {
      const version = chain[last] as number;
      if (counts(columns, version, committed) && columns.versionTransaction[version] !== t) break;
    }
    const version = last < start ? columns.versions + key : (chain[last] as number);
    if (last < start || isFinal(columns, version)) reads.add(t, version, at);
    else addIntermediate(columns, key, t, version, found);
  }
  return reads;
}

function addIntermediate(
  columns: Columns,
  key: number,
  reader: number,
  version: number,
  found: Found,
): void {
  const writer = columns.versionTransaction[version] as number;
  const next = columns.written[
    columns.nextWrite[columns.versionOp[version] as number] as number
  ] as number;
  found.add(
    'G1b',
    [reader, writer],
    () =>
      `T1 read the list of ${keyText(columns.keys[key] as Value)} as it ended with ${valueText(valueOf(columns, version))}, but T2, which appended that, appended ${valueText(valueOf(columns, next))} to it after that (intermediate read).`,
  );
}

function counts(columns: Columns, version: number, committed: Uint8Array): boolean {
  return version !== NOBODY && committed[columns.versionTransaction[version] as number] === 1;
}

function orderOf(
  columns: Columns,
  { starts, chain, place, unusable }: Versions,
  committed: Uint8Array,
): VersionOrder {
  const order = new VersionOrder(columns.versions + columns.keys.length);
  /** The last version of each key that was read. */
  const last = int32Array(columns.keys.length);
  for (let key = 0; key < columns.keys.length; key += 1) {
    let before = columns.versions + key;
    if (!unusable(key)) {
      for (let at = starts[key] as number; at < (starts[key + 1] as number); at += 1) {
        const version = chain[at] as number;
        if (!counts(columns, version, committed)) continue;
        order.add(before, version, CERTAIN);
        before = version;
      }
    }
    last[key] = before;
  }
  for (let version = 0; version < columns.versions; version += 1) {
    const t = columns.versionTransaction[version] as number;
    const key = columns.key[columns.versionOp[version] as number] as number;
    if (place[version] !== 0 || committed[t] === 0 || columns.outcome[t] === FAIL) continue;
    if (!unusable(key)) order.add(last[key] as number, version, CERTAIN);
  }
  return order;
}
