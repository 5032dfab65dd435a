import type { FaultWindow } from '../../harness/core/fault-window.js';
import { cutOf, faultInWords } from '../../harness/core/fault-words.js';
import { count, seconds } from '../../harness/core/words.js';
import type { Attempt } from './attempts.js';
import type { Circumstances } from './circumstances.js';

/**
 * Why writes were lost, as a clause that begins with `because` or `while`, from what the nemesis
 * recorded and nothing else. It says `because` only where the records show both halves: the
 * node that took the writes was not (or no longer) primary to the others, and another was made
 * primary.
 */
export function causeOfLoss(lost: readonly Attempt[], circumstances: Circumstances): string {
  const window = windowOfMost(lost, circumstances.windows);
  if (window === null) return 'while no fault was active';
  return circumstancesOf(lost, window, circumstances) + aftermath(lost, window);
}

function circumstancesOf(
  lost: readonly Attempt[],
  window: FaultWindow,
  circumstances: Circumstances,
): string {
  const writtenTo = nodeOfMost(lost);
  const cut = cutOf(window.begin);
  const promoted = circumstances.promotionDuring(window.from_ns, window.to_ns);
  if (promoted === null || promoted.node === writtenTo) {
    return `while ${faultInWords(window.begin)}`;
  }
  const seen = `${promoted.node} was promoted (seen at ${seconds(promoted.seen_ns)})`;
  if (cut?.isolated.includes(writtenTo) === true) {
    const role = circumstances.roleAt(writtenTo, window.from_ns);
    const who = role === 'primary' ? ` (${writtenTo} was then primary)` : '';
    return `because ${faultInWords(window.begin)}${who} while ${seen}`;
  }
  if (cut === null) {
    return `because ${writtenTo} went on taking writes while ${seen} after ${faultInWords(window.begin)}`;
  }
  return `while ${faultInWords(window.begin)} and ${seen}`;
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

/** The window that overlaps most of the lost writes; `null` where none overlaps any. */
function windowOfMost(
  lost: readonly Attempt[],
  windows: readonly FaultWindow[],
): FaultWindow | null {
  let best: FaultWindow | null = null;
  let most = 0;
  for (const window of windows) {
    const inside = lost.filter(
      ({ start_ns, end_ns }) => start_ns <= window.to_ns && end_ns >= window.from_ns,
    ).length;
    if (inside > most) [best, most] = [window, inside];
  }
  return best;
}
