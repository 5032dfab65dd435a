import { isFinal, keyOfVersion, type Columns } from '../history/columns.js';
import { groupsOf } from '../graph/groups.js';
import type { ProcessOrder } from '../order/process-order.js';
import { IntList } from '../values/int-list.js';
import type { Reads } from '../versions/reads.js';
import {
  BOTH,
  BOTH_PROCESS,
  BOTH_REALTIME,
  CERTAIN,
  READERS,
  READERS_PROCESS,
  READERS_REALTIME,
} from '../versions/version-order.js';
import type { RegisterOrder } from './update-chains.js';
import { float64Array, int32Array, uint8Array } from '../values/typed-arrays.js';

/** The state before all writes comes first; where nobody read it, nothing follows from that. */
export function addInitialState(
  columns: Columns,
  reads: Reads,
  committed: Uint8Array,
  order: RegisterOrder,
): void {
  const isRead = uint8Array(columns.keys.length);
  for (let read = 0; read < reads.length; read += 1) {
    const version = reads.version.at(read);
    if (version >= columns.versions) isRead[version - columns.versions] = 1;
  }
  for (let version = 0; version < columns.versions; version += 1) {
    const key = columns.key[columns.versionOp[version] as number] as number;
    const writer = columns.versionTransaction[version] as number;
    if (isRead[key] === 0 || committed[writer] === 0 || !isFinal(columns, version)) continue;
    order.add(columns.versions + key, version, READERS, BOTH);
  }
}

/**
 * What a process read or wrote of a key comes before what it reads or writes of it in a later
 * transaction.
 * @param isCertain - whether that holds whatever the level that is judged.
 */
export function addProcessOrder(
  columns: Columns,
  reads: Reads,
  processOrder: ProcessOrder,
  isCertain: boolean,
  order: RegisterOrder,
): void {
  const { positions, process, processes, before: previous } = processOrder;
  const seen = versionReadBy(columns, reads);
  const ops = new IntList(columns.key.length);
  const [keys, owners] = [new IntList(columns.key.length), new IntList(columns.key.length)];
  for (let at = 0; at < positions.length; at += 1) {
    const t = positions[at] as number;
    for (let op = columns.firstOp[t] as number; op < (columns.firstOp[t + 1] as number); op += 1) {
      const written = columns.written[op] as number;
      if (written === -1 ? seen[op] === -1 : !isFinal(columns, written)) continue;
      ops.push(op);
      keys.push(columns.key[op] as number);
      owners.push(t);
    }
  }
  const byKey = groupsOf(keys.items(), columns.keys.length);
  const [op, owner] = [ops.items(), owners.items()];
  /** What each process came to last of the key that is looked at, in which transaction; the key from 1. */
  const [latest, latestKey] = [int32Array(processes), int32Array(processes)];
  const latestTransaction = int32Array(processes);
  for (let key = 0; key < columns.keys.length; key += 1) {
    for (let at = byKey.starts[key] as number; at < (byKey.starts[key + 1] as number); at += 1) {
      const item = byKey.items[at] as number;
      const t = owner[item] as number;
      const own = process[t] as number;
      const written = columns.written[op[item] as number] as number;
      const version = written === -1 ? (seen[op[item] as number] as number) : written;
      const follows = previous[t] === -1 ? own : (process[previous[t] as number] as number);
      const isLater = latestKey[follows] === key + 1 && latestTransaction[follows] !== t;
      const before = isLater ? (latest[follows] as number) : -1;
      latestTransaction[own] = t;
      latestKey[own] = key + 1;
      latest[own] = version;
      if (before === -1 || before === version || version >= columns.versions) continue;
      const derived = written === -1 ? BOTH_PROCESS : READERS_PROCESS;
      order.add(before, version, isCertain ? CERTAIN : derived, isCertain ? BOTH : BOTH_PROCESS);
    }
  }
}

function versionReadBy(columns: Columns, reads: Reads): Int32Array {
  const seen = int32Array(columns.key.length).fill(-1);
  const [op, version] = [reads.op.items(), reads.version.items()];
  for (let read = 0; read < op.length; read += 1)
    seen[op[read] as number] = version[read] as number;
  return seen;
}

/**
 * A version of which someone was done, as writer or reader, before someone else began with another
 * comes before that one (the zones of Gibbons and Korach 1997). Only what is needed to tell the rest is
 * added, so it stays few however many versions a key has.
 * @param isCertain - whether that holds whatever the level that is judged.
 */
export function addRealtimeOrder(
  columns: Columns,
  reads: Reads,
  committed: Uint8Array,
  isCertain: boolean,
  order: RegisterOrder,
): void {
  const { versions, versionTransaction } = columns;
  /** When the first of those who wrote or read a version was done, and when the last of them began. */
  const [done, begun] = [float64Array(versions), float64Array(versions)];
  const group = int32Array(versions).fill(-1);
  for (let version = 0; version < versions; version += 1) {
    const t = versionTransaction[version] as number;
    if (committed[t] === 0 || !isFinal(columns, version)) continue;
    group[version] = keyOfVersion(columns, version);
    done[version] = columns.end[t] as number;
    begun[version] = columns.call[t] as number;
  }
  const [reader, seen] = [reads.transaction.items(), reads.version.items()];
  for (let read = 0; read < seen.length; read += 1) {
    const version = seen[read] as number;
    if (version >= versions) continue;
    const t = reader[read] as number;
    done[version] = Math.min(done[version] as number, columns.end[t] as number);
    begun[version] = Math.max(begun[version] as number, columns.call[t] as number);
  }
  const { starts, items } = groupsOf(group, columns.keys.length);
  for (let key = 0; key < columns.keys.length; key += 1) {
    const own = items.subarray(starts[key], starts[key + 1]);
    if (own.length < 2) continue;
    const byEnd = sortedBy(own, done);
    const byBegin = sortedBy(own, begun);
    sweep(byEnd, byBegin, done, begun, (before, after) => {
      const isWritten = begun[after] === columns.call[versionTransaction[after] as number];
      const derived = isWritten ? READERS_REALTIME : BOTH_REALTIME;
      order.add(before, after, isCertain ? CERTAIN : derived, isCertain ? BOTH : BOTH_REALTIME);
    });
  }
}

/** Goes through the moments of one key. Of those that are done, only what no other covers is kept. */
function sweep(
  byEnd: Int32Array,
  byBegin: Int32Array,
  done: Float64Array,
  begun: Float64Array,
  add: (before: number, after: number) => void,
): void {
  const frontier: number[] = [];
  let next = 0;
  for (let at = 0; at < byBegin.length; at += 1) {
    const version = byBegin[at] as number;
    // A beginning at the very moment of an end is concurrent with it, so it comes first.
    for (; next < byEnd.length; next += 1) {
      const over = byEnd[next] as number;
      if ((done[over] as number) >= (begun[version] as number)) break;
      const isForward = (done[over] as number) < (begun[over] as number);
      let kept = 0;
      for (let each = 0; each < frontier.length; each += 1) {
        const other = frontier[each] as number;
        const isCovered = (done[other] as number) < (begun[over] as number);
        if (isCovered && isForward) add(other, over);
        if (isCovered) continue;
        frontier[kept] = other;
        kept += 1;
      }
      frontier.length = kept;
      frontier.push(over);
    }
    for (let each = 0; each < frontier.length; each += 1) {
      const other = frontier[each] as number;
      if (other !== version) add(other, version);
    }
  }
}

/** Versions in the order of their times: by insertion where they are few, as they are nearly in order. */
function sortedBy(versions: Int32Array, time: Float64Array): Int32Array {
  const sorted = versions.slice();
  if (sorted.length > 64) {
    return sorted.sort((a, b) => (time[a] as number) - (time[b] as number));
  }
  for (let end = 1; end < sorted.length; end += 1) {
    const version = sorted[end] as number;
    let at = end;
    while (at > 0 && (time[sorted[at - 1] as number] as number) > (time[version] as number)) {
      sorted[at] = sorted[at - 1] as number;
      at -= 1;
    }
    sorted[at] = version;
  }
  return sorted;
}
