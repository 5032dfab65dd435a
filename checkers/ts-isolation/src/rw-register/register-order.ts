import { isFinal, keyOfVersion, type Columns } from '../history/columns.js';
import { groupsOf } from '../graph/groups.js';
import type { ProcessOrder } from '../order/process-order.js';
import { PairTable } from '../values/pair-table.js';
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

/** The state before all writes comes first. */
export function addInitialState(
  columns: Columns,
  reads: Reads,
  committed: Uint8Array,
  order: RegisterOrder,
): void {
  const isRead = uint8Array(columns.keys.length);
  for (const version of reads.version.items()) {
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
  const seen = versionReadBy(columns, reads);
  const latest = new PairTable();
  for (const t of processOrder.positions) {
    const process = processOrder.process[t] as number;
    const isFirst = processOrder.before[t] === -1;
    for (let op = columns.firstOp[t] as number; op < (columns.firstOp[t + 1] as number); op += 1) {
      const written = columns.written[op] as number;
      const version = written === -1 ? (seen[op] as number) : written;
      if (version === -1 || (written !== -1 && !isFinal(columns, written))) continue;
      const key = columns.key[op] as number;
      const before = isFirst ? -1 : latest.get(process, key);
      if (before !== version) latest.set(process, key, version);
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
    const byEnd = own.slice().sort((a, b) => (done[a] as number) - (done[b] as number));
    const byBegin = own.slice().sort((a, b) => (begun[a] as number) - (begun[b] as number));
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
  let frontier: number[] = [];
  let next = 0;
  for (const version of byBegin) {
    // A beginning at the very moment of an end is concurrent with it, so it comes first.
    for (; next < byEnd.length; next += 1) {
      const over = byEnd[next] as number;
      if ((done[over] as number) >= (begun[version] as number)) break;
      const isForward = (done[over] as number) < (begun[over] as number);
      frontier = frontier.filter((other) => {
        const isCovered = (done[other] as number) < (begun[over] as number);
        if (isCovered && isForward) add(other, over);
        return !isCovered;
      });
      frontier.push(over);
    }
    for (const other of frontier) if (other !== version) add(other, version);
  }
}
