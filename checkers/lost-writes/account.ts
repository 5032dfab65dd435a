import type { History } from '../../harness/core/history.js';
import { attemptsOf, type Attempt } from './attempts.js';
import { readsOf, type SetRead } from './reads.js';

/** An element that a read returned and should not have. */
export interface ReadFault {
  readonly element: number;
  readonly read: SetRead;
}

/** What a node held in its last final read. */
export interface FinalView {
  readonly node: string;
  /** Index of the read's completion. */
  readonly index: number;
  /** Number of different elements. */
  readonly size: number;
  holds(attempt: Attempt): boolean;
}

/** An element that some nodes' final reads hold and others' do not. */
export interface StaleElement {
  readonly element: number;
  readonly attempt: Attempt;
  readonly absentFrom: readonly FinalView[];
  readonly presentIn: readonly FinalView[];
}

/** What became of every element. */
export interface SetAccount {
  readonly attempts: ReadonlyMap<number, Attempt>;
  /** Of each node that answered a final read, by node. */
  readonly views: ReadonlyMap<string, FinalView>;
  /** Acknowledged, and absent from every node's last final read. */
  readonly lost: readonly Attempt[];
  readonly stale: readonly StaleElement[];
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
export function accountOf(history: History): SetAccount {
  const attempts = attemptsOf(history);
  const views = new Map<string, FinalView>();
  const unexpected = new Map<number, ReadFault>();
  const aborted = new Map<number, ReadFault>();
  const duplicated = new Map<number, ReadFault>();
  for (const read of readsOf(history)) {
    // One byte per attempt and one entry per stranger: reads may hold a million elements.
    const held = new Uint8Array(attempts.size);
    const strangers = new Set<number>();
    let size = 0;
    for (const element of read.elements) {
      const attempt = attempts.get(element);
      const again = attempt === undefined ? strangers.has(element) : held[attempt.ordinal] === 1;
      if (again) {
        duplicated.set(element, { element, read });
        continue;
      }
      size += 1;
      if (attempt === undefined) {
        strangers.add(element);
        unexpected.set(element, { element, read });
        continue;
      }
      held[attempt.ordinal] = 1;
      if (attempt.outcome === 'failed') aborted.set(element, { element, read });
    }
    if (!read.final) continue;
    const { node, index } = read;
    views.set(node, { node, index, size, holds: ({ ordinal }) => held[ordinal] === 1 });
  }
  const sorted = [...views].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    attempts,
    views: new Map(sorted),
    ...presence(
      attempts,
      sorted.map(([, view]) => view),
    ),
    unexpected: [...unexpected.values()],
    aborted: [...aborted.values()],
    duplicated: [...duplicated.values()],
  };
}

function presence(
  attempts: ReadonlyMap<number, Attempt>,
  views: readonly FinalView[],
): Pick<SetAccount, 'lost' | 'stale' | 'recovered'> {
  const lost: Attempt[] = [];
  const recovered: Attempt[] = [];
  const stale: StaleElement[] = [];
  if (views.length === 0) return { lost, recovered, stale };
  for (const attempt of attempts.values()) {
    let present = 0;
    for (const view of views) if (view.holds(attempt)) present += 1;
    if (present === 0) {
      if (attempt.outcome === 'acknowledged') lost.push(attempt);
      continue;
    }
    if (attempt.outcome === 'indeterminate') recovered.push(attempt);
    if (present === views.length) continue;
    stale.push({
      element: attempt.element,
      attempt,
      absentFrom: views.filter((view) => !view.holds(attempt)),
      presentIn: views.filter((view) => view.holds(attempt)),
    });
  }
  return { lost, recovered, stale };
}
