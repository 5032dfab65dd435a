import type { FaultWindow } from '../../harness/core/fault-window.js';
import { cutOf, faultInWords, fellOn, mistakenPrimaries } from '../../harness/core/fault-words.js';
import { count, seconds } from '../../harness/core/words.js';
import type { Attempt } from './attempts.js';
import type { Circumstances, Promotion } from './circumstances.js';

/**
 * Why writes were lost, as a clause that begins with `because` or `while`, from what the nemesis
 * recorded and nothing else. It says `because` only where the records show both halves: the
 * node that took the writes was not (or no longer) primary to the others, and another was made
 * primary.
 */
export function causeOfLoss(lost: readonly Attempt[], circumstances: Circumstances): string {
  const [most, ...others] = byLosses(lost, circumstances.windows);
  if (most === undefined) return 'while no fault was active';
  // Of faults that were active together, one that explains is to be named, if it met as many.
  const likely = [most, ...others.filter(({ losses }) => losses >= most.losses / 2)];
  for (const { window } of likely) {
    const reason = reasonIn(lost, window, circumstances);
    if (reason !== null) return reason + aftermath(lost, window);
  }
  const { window } = most;
  const promoted = circumstances.promotionDuring(window.from_ns, window.to_ns);
  const also =
    promoted === null || promoted.node === nodeOfMost(lost) ? '' : ` and ${seenAs(promoted)}`;
  return `while ${faultInWords(window.begin)}${also}${aftermath(lost, window)}`;
}

function seenAs({ node, seen_ns }: Promotion): string {
  return `${node} was promoted (seen at ${seconds(seen_ns)})`;
}

/** The clause with `because`; `null` where the records do not show it. */
function reasonIn(
  lost: readonly Attempt[],
  window: FaultWindow,
  circumstances: Circumstances,
): string | null {
  const writtenTo = nodeOfMost(lost);
  if (mistakenPrimaries(window.begin).includes(writtenTo)) {
    return `because ${writtenTo} was made a primary by mistake, and took writes beside the primary`;
  }
  const cut = cutOf(window.begin);
  const promoted = circumstances.promotionDuring(window.from_ns, window.to_ns);
  if (promoted === null || promoted.node === writtenTo) return null;
  const seen = seenAs(promoted);
  if (cut?.isolated.includes(writtenTo) === true) {
    const role = circumstances.roleAt(writtenTo, window.from_ns);
    const who = role === 'primary' ? ` (${writtenTo} was then primary)` : '';
    return `because ${faultInWords(window.begin)}${who} while ${seen}`;
  }
  if (cut === null && (window.fault === 'failover' || fellOn(window.begin, writtenTo))) {
    return `because ${writtenTo} went on taking writes while ${seen} after ${faultInWords(window.begin)}`;
  }
  return null;
}

/** Losses may go on after the fault: the old primary first has to hear that it is one. */
function aftermath(lost: readonly Attempt[], window: FaultWindow): string {
  const after = lost.filter(({ start_ns }) => start_ns > window.to_ns).length;
  if (after === 0 || window.end === null) return '';
  return `; ${count(after)} of them after the fault had ended at ${seconds(window.to_ns)}`;
}

/** The node that took most of the lost writes. */
export function nodeOfMost(lost: readonly Attempt[]): string {
  const counts = new Map<string, number>();
  for (const { node } of lost) counts.set(node, (counts.get(node) ?? 0) + 1);
  return [...counts].reduce((most, one) => (one[1] > most[1] ? one : most), ['?', 0])[0];
}

/** The windows that overlap any of the lost writes, those first that overlap most. */
function byLosses(
  lost: readonly Attempt[],
  windows: readonly FaultWindow[],
): { readonly window: FaultWindow; readonly losses: number }[] {
  return windows
    .map((window) => ({
      window,
      losses: lost.filter(
        ({ start_ns, end_ns }) => start_ns <= window.to_ns && end_ns >= window.from_ns,
      ).length,
    }))
    .filter(({ losses }) => losses > 0)
    .toSorted((a, b) => b.losses - a.losses);
}
