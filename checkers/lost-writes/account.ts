import type { History } from '../../harness/core/history.js';
import { attemptsOf, type Attempt } from './attempts.js';
import { finalViews, readsOf, type SetRead } from './reads.js';

/** An element that a read returned and should not have. */
export interface ReadFault {
  readonly element: number;
  readonly read: SetRead;
}

/** An element that some nodes' final reads hold and others' do not. */
export interface StaleElement {
  readonly element: number;
  /** `null` for an element that nobody added. */
  readonly attempt: Attempt | null;
  readonly absentFrom: readonly SetRead[];
  readonly presentIn: readonly SetRead[];
}

/** What became of every element. */
export interface SetAccount {
  readonly attempts: ReadonlyMap<number, Attempt>;
  /** The last final read of each node that answered one. */
  readonly views: ReadonlyMap<string, SetRead>;
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
  const views = new Map<string, SetRead>();
  const unexpected = new Map<number, ReadFault>();
  const aborted = new Map<number, ReadFault>();
  const duplicated = new Map<number, ReadFault>();
  for (const read of readsOf(history)) {
    if (read.final) views.set(read.node, read);
    for (const element of read.repeated) duplicated.set(element, { element, read });
    for (const element of read.elements) {
      const outcome = attempts.get(element)?.outcome;
      if (outcome === undefined) unexpected.set(element, { element, read });
      else if (outcome === 'failed') aborted.set(element, { element, read });
    }
  }
  const finals = finalViews(views.values());
  return {
    attempts,
    views: finals,
    ...presence(attempts, [...finals.values()]),
    unexpected: [...unexpected.values()],
    aborted: [...aborted.values()],
    duplicated: [...duplicated.values()],
  };
}

function presence(
  attempts: ReadonlyMap<number, Attempt>,
  views: readonly SetRead[],
): Pick<SetAccount, 'lost' | 'stale' | 'recovered'> {
  const lost: Attempt[] = [];
  const recovered: Attempt[] = [];
  const stale: StaleElement[] = [];
  if (views.length === 0) return { lost, recovered, stale };
  const seen = new Set<number>();
  for (const view of views) for (const element of view.elements) seen.add(element);
  for (const attempt of attempts.values()) {
    if (attempt.outcome === 'acknowledged' && !seen.has(attempt.element)) lost.push(attempt);
    if (attempt.outcome === 'indeterminate' && seen.has(attempt.element)) recovered.push(attempt);
  }
  for (const element of seen) {
    if (views.every((view) => view.elements.has(element))) continue;
    stale.push({
      element,
      attempt: attempts.get(element) ?? null,
      absentFrom: views.filter((view) => !view.elements.has(element)),
      presentIn: views.filter((view) => view.elements.has(element)),
    });
  }
  return { lost, recovered, stale };
}
