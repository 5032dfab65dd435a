import { eventsOf } from '../client-ops.js';
import type { Found } from '../found.js';
import { Entries } from './entries.js';
import type { LogOps, Poll, Send } from './log-ops.js';
import { firstFrom, reversedIn } from '../numbered.js';
import { valueText } from '../value-text.js';

/** Judges one log. What it finds is added to `found`. */
export function judgeLog(log: string, { sends, polls }: LogOps, found: Found): void {
  const entries = new Entries(log, sends, found);
  for (const poll of polls) judgePoll(log, poll, entries, found);
  findReordered(log, sends, found);
  findMissing(log, sends, polls, found);
}

function judgePoll(
  log: string,
  { by, from, entries: given }: Poll,
  entries: Entries,
  found: Found,
): void {
  let last = from - 1;
  for (const [offset, value] of given) {
    if (offset <= last) {
      const before = last;
      found.add('reordered-poll', () => ({
        key: log,
        ops: eventsOf([by]),
        reason: `op ${by.invocation} polled log ${log} from ${from} on and was given offset ${offset} after offset ${before}`,
      }));
    }
    last = offset;
    entries.given(offset, value, by);
  }
}

/** A send that was over before another one began has the lower offset. */
function findReordered(log: string, sends: readonly Send[], found: Found): void {
  const acknowledged = sends.flatMap(({ by, offset }) =>
    offset === undefined ? [] : [{ by, number: offset }],
  );
  for (const [before, after] of reversedIn(acknowledged)) {
    found.add('reordered-send', () => ({
      key: log,
      ops: eventsOf([before.by, after.by]),
      reason: `op ${after.by.invocation} began after op ${before.by.invocation} had ended, but its value has offset ${after.number} of log ${log}, before offset ${before.number}`,
    }));
  }
}

/** A poll that began after a send was acknowledged, and that goes over its offset, gives its value. */
function findMissing(
  log: string,
  sends: readonly Send[],
  polls: readonly Poll[],
  found: Found,
): void {
  const byOffset = sends
    .filter(({ offset }) => offset !== undefined)
    .toSorted((a, b) => (a.offset ?? 0) - (b.offset ?? 0));
  const offsets = byOffset.map(({ offset = 0 }) => offset);
  for (const { by, from, entries } of polls) {
    const end = entries.at(-1)?.[0] ?? Number.POSITIVE_INFINITY;
    const given = new Set(entries.map(([offset]) => offset));
    for (let at = firstFrom(offsets, from); at < byOffset.length; at += 1) {
      const { offset = 0, value, by: send } = byOffset[at] as Send;
      if (offset > end) break;
      if (given.has(offset) || (send.completion ?? 0) > by.invocation) continue;
      found.add('missing-value', () => ({
        key: log,
        ops: eventsOf([send, by]),
        reason: `op ${send.invocation} put ${valueText(value)} at offset ${offset} of log ${log}, and op ${by.invocation}, which began later, polled from ${from} on and was given ${entries.length === 0 ? 'nothing' : 'later entries, but not this one'}`,
      }));
      break;
    }
  }
}
