import { accumulate } from '../graph/groups.js';
import { isFinal, keyOfVersion, type Columns } from '../history/columns.js';
import { IntList } from '../values/int-list.js';
import { int32Array } from '../values/typed-arrays.js';
import type { Sessions } from './sessions.js';

/** The last write of each transaction to each key: by key, and of a key session by session. */
export interface LastWrites {
  /** The runs of key k are those from runsOf[k] up to runsOf[k + 1]: one for each session that wrote it. */
  readonly runsOf: Int32Array;
  readonly session: Int32Array;
  /** The writes of run r are those from first[r] up to first[r + 1], in the order of the session. */
  readonly first: Int32Array;
  /** The place of the first of them. */
  readonly firstPlace: Int32Array;
  /** Of each write: who wrote it, and the place of that in its session. */
  readonly transaction: Int32Array;
  readonly place: Int32Array;
}

export function lastWritesOf(columns: Columns, sessions: Sessions): LastWrites {
  const { versions, versionTransaction, firstOp, written, nextWrite, key } = columns;
  const starts = int32Array(columns.keys.length + 2);
  for (let version = 0; version < versions; version += 1) {
    const t = versionTransaction[version] as number;
    if (sessions.of[t] === -1 || !isFinal(columns, version)) continue;
    const after = keyOfVersion(columns, version) + 2;
    starts[after] = (starts[after] as number) + 1;
  }
  accumulate(starts);
  const count = starts[columns.keys.length + 1] as number;
  const [transaction, place] = [int32Array(count), int32Array(count)];
  // Those of one key stand session by session, as the members do.
  for (let member = 0; member < sessions.members.length; member += 1) {
    const t = sessions.members[member] as number;
    for (let op = firstOp[t] as number; op < (firstOp[t + 1] as number); op += 1) {
      if (written[op] === -1 || nextWrite[op] !== -1) continue;
      const next = (key[op] as number) + 1;
      const at = starts[next] as number;
      starts[next] = at + 1;
      transaction[at] = t;
      place[at] = sessions.place[t] as number;
    }
  }
  const runsOf = int32Array(columns.keys.length + 1);
  const [runSession, first] = [new IntList(count), new IntList(count + 1)];
  const firstPlace = new IntList(count);
  for (let k = 0; k < columns.keys.length; k += 1) {
    const start = starts[k] as number;
    for (let at = start; at < (starts[k + 1] as number); at += 1) {
      const own = sessions.of[transaction[at] as number] as number;
      if (at > start && runSession.at(runSession.length - 1) === own) continue;
      runSession.push(own);
      first.push(at);
      firstPlace.push(place[at] as number);
    }
    runsOf[k + 1] = first.length;
  }
  first.push(count);
  return {
    runsOf,
    session: runSession.items(),
    first: first.items(),
    firstPlace: firstPlace.items(),
    transaction,
    place,
  };
}

/** The last write of a run by a transaction whose place in the session is not after one; or -1. */
export function lastUpTo(
  { first, firstPlace, place }: LastWrites,
  run: number,
  bound: number,
): number {
  if ((firstPlace[run] as number) > bound) return -1;
  let low = first[run] as number;
  let high = (first[run + 1] as number) - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((place[middle] as number) <= bound) low = middle;
    else high = middle - 1;
  }
  return low;
}
