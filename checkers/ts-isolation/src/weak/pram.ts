import type { Found } from '../found.js';
import { CO_PROCESS, INITIAL_PROCESS, maskOf, PROCESS, RW, WR, WW } from '../graph/edge-kind.js';
import type { Edges } from '../graph/edges.js';
import { groupsOf, itemsOf } from '../graph/groups.js';
import { writerOf, type Columns } from '../history/columns.js';
import { int32Array, uint8Array } from '../values/typed-arrays.js';
import type { Inference } from '../versions/inference.js';
import type { Pairs } from './certain-order.js';
import type { CommitContext } from './commit-order.js';
import type { LastWrites } from './last-writes.js';
import type { Level, LevelJudge } from './level-judge.js';
import { SessionViews } from './session-views.js';
import type { Sessions } from './sessions.js';

/** An order of one session's own: that of all sessions, of what it read, and of what it did not see. */
const MASK = maskOf(WW, WR, RW, PROCESS, CO_PROCESS, INITIAL_PROCESS);
const PRAM: Level = { type: 'pram-violation', mask: MASK, first: MASK, asks: 'PRAM' };

/** So many transactions are looked at for all sessions together, as long as nothing was found. */
const LOOKED_AT = 1 << 23;

/**
 * Finds sessions whose reads of registers no order of all transactions shows.
 * @param suspects - 1 for each session that has to be looked at.
 * @param commits - an order of all transactions that is causally consistent, where nothing is certain of that of writes;
 *   null where there is none.
 */
export function findInSessions(
  judge: LevelJudge,
  commit: CommitContext,
  sessions: Sessions,
  writes: LastWrites,
  certain: Pairs,
  suspects: Uint8Array,
  commits: Int32Array | null,
  found: Found,
): void {
  if (!suspects.includes(1)) return;
  const views = new SessionViews(commit, sessions, writes, certain);
  const known = uint8Array(judge.members.length);
  const places = commits === null ? null : placesIn(commits, sessions);
  for (let session = 0; session < sessions.count; session += 1) {
    if (suspects[session] === 0 || !views.isBroken(session, places)) continue;
    if (found.isFull(PRAM.type)) {
      found.add(PRAM.type, [], () => '');
      continue;
    }
    const base = (edges: Edges): void => {
      judge.addBase(edges, (reader) => sessions.of[reader] === session);
    };
    judge.findIn(base, [PRAM], (add) => views.orders(add), known);
  }
}

/** The place of each transaction in an order. */
function placesIn(order: Int32Array, { of }: Sessions): Int32Array {
  const places = int32Array(of.length);
  for (let at = 0; at < order.length; at += 1) places[order[at] as number] = at;
  return places;
}

/**
 * The same of lists. Their elements have one order for all sessions, so it is known what comes after what a
 * session read: a cycle of this, the sessions, and what this session read is all that there can be.
 * @returns false where there were too many to look at.
 */
export function findInSessionsOfLists(
  judge: LevelJudge,
  columns: Columns,
  { reads, order }: Inference,
  { of, count }: Sessions,
  found: Found,
): boolean {
  const followers = groupsOf(order.before.items(), columns.versions + columns.keys.length);
  const readers = groupsOf(
    reads.transaction.items().map((t) => of[t] as number),
    count,
  );
  const known = uint8Array(judge.members.length);
  let looked = 0;
  for (let session = 0; session < count; session += 1) {
    looked += judge.members.length;
    if (looked > LOOKED_AT) return found.counts[PRAM.type] !== undefined;
    const base = (edges: Edges): void => {
      judge.addBase(edges, (reader) => of[reader] === session);
      for (const read of itemsOf(readers, session)) {
        for (const pair of itemsOf(followers, reads.version.at(read))) {
          const next = order.after.at(pair);
          judge.add(edges, reads.transaction.at(read), writerOf(columns, next), RW, next);
        }
      }
    };
    judge.findIn(base, [PRAM], () => undefined, known);
  }
  return true;
}
