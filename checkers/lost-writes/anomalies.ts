import type { Anomaly } from '../../harness/core/verdict.js';
import { listInWords } from '../../harness/core/words.js';
import type { FinalView, ReadFault, SetAccount } from './account.js';
import type { Attempt } from './attempts.js';
import { lossInWords, type Scene } from './cause.js';
import type { Losses } from './loss-groups.js';

/** Each kind is proven by so many elements from the start and so many from the end. */
const SHOWN_AT_EACH_END = 5;

/** The anomalies of an account: the first and the last elements of each kind, proven one by one. */
export function anomaliesOf(losses: Losses, scene: Scene): Anomaly[] {
  const { account } = scene;
  const views = [...account.views.values()];
  return [
    ...ends(account.lost).map((attempt) => lostWrite(attempt, views, losses, scene)),
    ...ends(staleAcknowledged(account)).map((attempt) => staleElement(attempt, views)),
    ...ends(account.unexpected).map((fault) =>
      readFault('unexpected-element', fault, account, 'which nobody ever added'),
    ),
    ...ends(account.aborted).map((fault) =>
      readFault('aborted-read', fault, account, 'though the add of it had definitely failed'),
    ),
    ...ends(account.duplicated).map((fault) =>
      readFault('duplicate', fault, account, 'more than once'),
    ),
  ];
}

/**
 * Stale elements that the store had promised to hold. Where the cluster had not recovered none was
 * promised of every node: one may lag behind.
 */
export function staleAcknowledged(account: SetAccount): readonly Attempt[] {
  if (!account.converged) return [];
  return account.stale.filter(({ outcome }) => outcome === 'acknowledged');
}

function lostWrite(
  attempt: Attempt,
  views: readonly FinalView[],
  losses: Losses,
  scene: Scene,
): Anomaly {
  const group = losses.of(attempt);
  const nodes = listInWords(views.map(({ node }) => node));
  return {
    kind: 'lost-write',
    ops: [...opsOf(attempt), ...views.map(({ index }) => index)],
    reason: `${group === undefined ? '' : lossInWords(attempt, group, scene)}; it is absent from the final reads of ${nodes}`,
  };
}

function staleElement(attempt: Attempt, all: readonly FinalView[]): Anomaly {
  const presentIn = all.filter((view) => view.holds(attempt));
  const absentFrom = all.filter((view) => !view.holds(attempt));
  const nodesOf = (views: readonly FinalView[]): string =>
    listInWords(views.map(({ node }) => node));
  return {
    kind: 'stale-final-read',
    ops: [...opsOf(attempt), ...[...presentIn, ...absentFrom].map(({ index }) => index)],
    reason: `acknowledged element ${attempt.element} is in the final reads of ${nodesOf(presentIn)} but not of ${nodesOf(absentFrom)}`,
  };
}

function readFault(
  kind: string,
  { element, node, index }: ReadFault,
  account: SetAccount,
  why: string,
): Anomaly {
  const attempt = account.attempts.get(element);
  return {
    kind,
    ops: [...(attempt === undefined ? [] : opsOf(attempt)), index],
    reason: `the read of ${node} at op ${index} returned ${element}, ${why}`,
  };
}

function opsOf({ invocation, completion }: Attempt): number[] {
  return completion === null ? [invocation] : [invocation, completion];
}

function ends<T>(items: readonly T[]): readonly T[] {
  if (items.length <= 2 * SHOWN_AT_EACH_END) return items;
  return [...items.slice(0, SHOWN_AT_EACH_END), ...items.slice(-SHOWN_AT_EACH_END)];
}
