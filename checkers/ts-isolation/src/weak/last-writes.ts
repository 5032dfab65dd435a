import type { Columns } from '../history/columns.js';
import { groupsOf } from '../graph/groups.js';
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
  const { versions, firstOp, written, nextWrite, key } = columns;
  // Those of one key stand session by session, as the members do.
  const [writer, keys] = [new IntList(versions), new IntList(versions)];
  for (let at = 0; at < sessions.members.length; at += 1) {
    const t = sessions.members[at] as number;
    for (let op = firstOp[t] as number; op < (firstOp[t + 1] as number); op += 1) {
      if (written[op] === -1 || nextWrite[op] !== -1) continue;
      writer.push(t);
      keys.push(key[op] as number);
    }
  }
  const byKey = groupsOf(keys.items(), columns.keys.length);
  const count = byKey.items.length;
  const [transaction, place] = [int32Array(count), int32Array(count)];
  const runsOf = int32Array(columns.keys.length + 1);
  const [runSession, first] = [new IntList(count), new IntList(count + 1)];
  const firstPlace = new IntList(count);
  for (let k = 0; k < columns.keys.length; k += 1) {
    const start = byKey.starts[k] as number;
    for (let at = start; at < (byKey.starts[k + 1] as number); at += 1) {
      const t = writer.at(byKey.items[at] as number);
      const own = sessions.of[t] as number;
      transaction[at] = t;
      place[at] = sessions.place[t] as number;
      if (at > start && runSession.at(runSession.length - 1) === own) continue;
      runSession.push(own);
      first.push(at);
      firstPlace.push(sessions.place[t] as number);
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
