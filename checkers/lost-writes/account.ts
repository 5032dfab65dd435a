import { FINAL_READ, HELD_ELSEWHERE } from '../../harness/core/final-read.js';
import type { History } from '../../harness/core/history.js';
import { layoutOf } from '../../harness/core/layout.js';
import { nemesisRecords, recoveryIn } from '../../harness/core/nemesis-record.js';
import type { TestPlan } from '../../harness/core/plan.js';
import { Attempts, type Attempt } from './attempts.js';
import { readsOf, type SetRead } from './reads.js';

/** An element that a read returned and should not have. */
export interface ReadFault {
  readonly element: number;
  readonly node: string;
  /** Index of the completion that held it. */
  readonly index: number;
}

/** What a node held in its last final read. */
export interface FinalView {
  readonly node: string;
  /** Index of the read's (last) completion. */
  readonly index: number;
  /** Number of different elements. */
  readonly size: number;
  holds(attempt: Pick<Attempt, 'ordinal'>): boolean;
}

/** What became of every element. */
export interface SetAccount {
  readonly attempts: Attempts;
  /** Of each node that answered a final read, by node. */
  readonly views: ReadonlyMap<string, FinalView>;
  /** Nodes with data that gave no final read: what they hold, nobody knows. */
  readonly silent: readonly string[];
  /** False where the cluster had not recovered before the final reads: a node may lag behind. */
  readonly converged: boolean;
  /**
   * Acknowledged, and absent from every node's last final read; empty where the reads don't tell,
   * as the two below: where the cluster had not recovered and a node was not read.
   */
  readonly lost: readonly Attempt[];
  /** In some nodes' final reads, and not in others'. */
  readonly stale: readonly Attempt[];
  /** Without an answer, and present. */
  readonly recovered: readonly Attempt[];
  /** Read, and never attempted. */
  readonly unexpected: readonly ReadFault[];
  /** Read, though every attempt definitely failed. */
  readonly aborted: readonly ReadFault[];
  /** Returned more than once by one read. */
  readonly duplicated: readonly ReadFault[];
}

/**
 * Accounts for every element of a `set` history.
 * @throws MalformedHistoryError when a value is not what the `set` workload records.
 */
export function accountOf(plan: TestPlan, history: History): SetAccount {
  const attempts = new Attempts(history);
  const faults = new ReadFaults();
  const views = new Map<string, FinalView>();
  for (const read of readsOf(history)) {
    const view = viewOf(read, attempts, faults);
    if (read.final) views.set(read.node, view);
  }
  const sorted = [...views].sort(([a], [b]) => (a < b ? -1 : 1));
  const elsewhere = nodesWithoutSet(history);
  const silent = layoutOf(plan).data.filter((node) => !views.has(node) && !elsewhere.has(node));
  const converged = recoveryIn(nemesisRecords(history))?.recovered !== false;
  // Where nodes may differ, one that was not read may hold what the others lack.
  const conclusive = converged || silent.length === 0;
  return {
    attempts,
    views: new Map(sorted),
    silent,
    converged,
    ...presence(attempts, conclusive ? sorted.map(([, view]) => view) : []),
    unexpected: [...faults.unexpected.values()],
    aborted: [...faults.aborted.values()],
    duplicated: [...faults.duplicated.values()],
  };
}

/** The nodes that said in a final read that other nodes hold the set. */
function nodesWithoutSet(history: History): ReadonlySet<string> {
  const nodes = new Set<string>();
  for (let index = 0; index < history.length; index += 1) {
    if (history.f(index) !== FINAL_READ) continue;
    if (history.error(index)?.code !== HELD_ELSEWHERE) continue;
    const node = history.node(index);
    if (node !== undefined) nodes.add(node);
  }
  return nodes;
}

/** By element, the last fault of each kind. */
class ReadFaults {
  readonly unexpected = new Map<number, ReadFault>();
  readonly aborted = new Map<number, ReadFault>();
  readonly duplicated = new Map<number, ReadFault>();
}

/** What a read held, with its faults noted. */
function viewOf(read: SetRead, attempts: Attempts, faults: ReadFaults): FinalView {
  const { node } = read;
  // One byte per attempt and one entry per stranger: a read may hold millions of elements.
  const held = new Uint8Array(attempts.size);
  const strangers = new Set<number>();
  let size = 0;
  for (const { index, elements } of read.parts) {
    for (const element of elements) {
      const ordinal = attempts.ordinalOf(element);
      const again = ordinal === undefined ? strangers.has(element) : held[ordinal] === 1;
      if (again) {
        if (read.unique) faults.duplicated.set(element, { element, node, index });
        continue;
      }
      size += 1;
      if (ordinal === undefined) {
        strangers.add(element);
        faults.unexpected.set(element, { element, node, index });
        continue;
      }
      held[ordinal] = 1;
      if (attempts.outcomeAt(ordinal) === 'failed') {
        faults.aborted.set(element, { element, node, index });
      }
    }
  }
  return { node, index: read.index, size, holds: ({ ordinal }) => held[ordinal] === 1 };
}

function presence(
  attempts: Attempts,
  views: readonly FinalView[],
): Pick<SetAccount, 'lost' | 'stale' | 'recovered'> {
  const lost: Attempt[] = [];
  const recovered: Attempt[] = [];
  const stale: Attempt[] = [];
  if (views.length === 0) return { lost, recovered, stale };
  for (let ordinal = 0; ordinal < attempts.size; ordinal += 1) {
    let present = 0;
    for (const view of views) if (view.holds({ ordinal })) present += 1;
    const outcome = attempts.outcomeAt(ordinal);
    if (present === 0) {
      if (outcome === 'acknowledged') lost.push(attempts.at(ordinal));
      continue;
    }
    if (outcome === 'indeterminate') recovered.push(attempts.at(ordinal));
    if (present < views.length) stale.push(attempts.at(ordinal));
  }
  return { lost, recovered, stale };
}
