import type { Found } from '../found.js';
import {
  CO,
  CO_PROCESS,
  INITIAL,
  INITIAL_PROCESS,
  maskOf,
  PROCESS,
  WR,
  WW,
} from '../graph/edge-kind.js';
import type { Rows } from '../graph/edges.js';
import { IntList } from '../values/int-list.js';
import {
  orderByCauses,
  orderByReads,
  orderBySessions,
  type AddOrder,
  type CommitContext,
} from './commit-order.js';
import { HappensBefore, MAX_CLOCKS } from './happens-before.js';
import { lastWritesOf, type LastWrites } from './last-writes.js';
import { LevelJudge, type Level, type WeakContext } from './level-judge.js';
import { causalOrderOf } from './causal-order.js';
import { certainOrderOf, pairsOf, type Pairs } from './certain-order.js';
import { findInSessions, findInSessionsOfLists } from './pram.js';
import { uint8Array } from '../values/typed-arrays.js';
import { sessionsOf, type Sessions } from './sessions.js';

type WeakType = 'causality-violation' | 'pram-violation';

const CAUSAL: Level = {
  type: 'causality-violation',
  mask: maskOf(WW, WR, PROCESS, CO, CO_PROCESS, INITIAL, INITIAL_PROCESS),
  asks: 'causal consistency',
};
const ATOMIC: Level = {
  type: 'fractured-read',
  mask: maskOf(WW, WR, CO, INITIAL),
  asks: 'read atomic',
};
const ATOMIC_PROCESS: Level = { ...CAUSAL, type: 'fractured-read-process', asks: 'read atomic' };
const MONOTONIC: Level = {
  type: 'non-monotonic-read',
  mask: maskOf(WW, WR, CO, INITIAL),
  asks: 'monotonic atomic view',
};

/**
 * Judges the levels below snapshot isolation that do not need the order of versions (Biswas and Enea
 * 2019): each asks for an order of commits, because of what transactions read; it is broken exactly if
 * that order leads in a circle. The stronger come first: where one holds, so do the weaker.
 * @param rows - who must come before whom; asked for only where something is broken.
 * @param include - the transactions that matter.
 * @param known - all of them, each after those that happened before it; null where no such order is known.
 * @returns those that could not be judged, as there are too many sessions.
 */
export function findWeakViolations(
  rows: () => Rows,
  context: WeakContext,
  include: (transaction: number) => boolean,
  known: Int32Array | null,
  found: Found,
): readonly WeakType[] {
  const { columns, inference, processOrder } = context;
  const { reads } = inference;
  const commit = { columns, reads, processOrder, include };
  const judge = new LevelJudge(rows, context, include, found);
  const sessions = sessionsOf(processOrder, include);
  if (sessions.transactions * sessions.count > MAX_CLOCKS) {
    judgeAtomic(judge, commit, sessions);
    return ['causality-violation', 'pram-violation'];
  }
  const undecided: WeakType[] = [];
  const writes = lastWritesOf(columns, sessions);
  const certain = certainOrderOf(columns, inference.order, sessions);
  const suspects = uint8Array(sessions.count);
  const suspect = (reader: number): void => {
    suspects[sessions.of[reader] as number] = 1;
  };
  const commits = commitOrderOf(commit, sessions, writes, certain, known, judge, suspect);
  const isBroken = commits === null;
  if (!inference.isTotal) {
    // What a session came to know of at once must keep to what is certain, too.
    const trusted = certain.before.length > 0 ? null : commits;
    if (trusted === null) {
      for (let read = 0; read < reads.length; read += 1) suspect(reads.transaction.at(read));
    }
    findInSessions(judge, commit, sessions, writes, certain, suspects, trusted, found);
  } else if (!findInSessionsOfLists(judge, columns, inference, sessions, found)) {
    undecided.push('pram-violation');
  }
  if (isBroken) judgeAtomic(judge, commit, sessions);
  return undecided;
}

/**
 * An order of commits that shows that the history is causally consistent; null where there is none, and cycles that
 * show this are found.
 */
function commitOrderOf(
  commit: CommitContext,
  sessions: Sessions,
  writes: LastWrites,
  certain: Pairs,
  known: Int32Array | null,
  judge: LevelJudge,
  suspect: (reader: number) => void,
): Int32Array | null {
  const { columns, reads, processOrder } = commit;
  const [firsts, seconds] = [new IntList(), new IntList()];
  const pairs = (): Pairs => pairsOf(firsts.items(), seconds.items(), sessions.of.length);
  const order = known ?? causalOrderOf(commit, sessions, pairs());
  // A cycle of what happened before what was found as that.
  if (order === null) return null;
  const orderBy = (add: AddOrder): void => {
    const causes = new HappensBefore(columns, reads, processOrder, sessions);
    orderByCauses(commit, writes, causes, order, add, suspect);
  };
  let isBroken = false;
  const put = (first: number, second: number): void => {
    // What is before all writes comes after none.
    isBroken ||= second === -1;
    if (isBroken) return;
    firsts.push(first);
    seconds.push(second);
  };
  for (let pair = 0; pair < certain.before.length; pair += 1) {
    put(certain.before[pair] as number, certain.after[pair] as number);
  }
  orderBy(put);
  const commits = isBroken ? null : causalOrderOf(commit, sessions, pairs());
  if (commits === null) judge.find([CAUSAL], orderBy);
  return commits;
}

/** Read atomic, and monotonic atomic view, which is broken only where that is. */
function judgeAtomic(judge: LevelJudge, commit: CommitContext, sessions: Sessions): void {
  judge.find([ATOMIC, ATOMIC_PROCESS], (add) => {
    orderByReads(commit, false, add);
    orderBySessions(commit, sessions, add);
  });
  judge.find([MONOTONIC], (add) => orderByReads(commit, true, add));
}
