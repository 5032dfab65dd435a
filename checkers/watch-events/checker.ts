import { defineChecker } from '../../harness/core/catalogue.js';
import { grouped } from '../../harness/core/grouped.js';
import type { History } from '../../harness/core/history.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { counted } from '../../harness/core/words.js';
import { Found } from '../found.js';
import { judgedOrRefused, unknown } from '../refusal.js';
import { judgeKey } from './judge-key.js';
import { hasWatchesAtEnd, lastOf, type WatchedKey, watchedKeysOf } from './watch-ops.js';

const NAME = 'watch-events';

/**
 * Watches as the guarantees of etcd describe them: ordered, unique, reliable and resumable. Between the revision from which it
 * watches and the last event that it was told of, each watch is told of every change, once and in order. Each key takes
 * n log n.
 * @see https://etcd.io/docs/v3.5/learning/api_guarantees/#watch-apis
 */
export const watchEvents = defineChecker({
  name: NAME,
  summary: 'every watch is told of each change of its key, once and in order',
  dataTypes: ['watch'],
  check: (_plan, history) => judgedOrRefused(NAME, () => verdictOn(history)),
});

function verdictOn(history: History): Verdict {
  const keys = watchedKeysOf(history);
  const isWatchedAtEnd = hasWatchesAtEnd(history);
  const found = new Found();
  const counts = {
    acknowledged: 0,
    watches: 0,
    events: 0,
    unjudged: 0,
    unwatchedAtEnd: 0,
    missedAtEnd: 0,
  };
  for (const [key, of] of keys) {
    const isAcknowledged = of.writes.some(({ revision }) => revision !== undefined);
    counts.acknowledged += of.writes.filter(({ revision }) => revision !== undefined).length;
    counts.watches += of.watches.length;
    counts.events += of.watches.reduce((sum, { events }) => sum + events.length, 0);
    if (isAcknowledged && isWatchedAtEnd && !of.watches.some(({ isFinal }) => isFinal)) {
      counts.unwatchedAtEnd += 1;
    }
    counts.missedAtEnd += missedAtEnd(of);
    if (writesDiffer(of)) judgeKey(key, of, found);
    else counts.unjudged += 1;
  }
  const details = { keys: keys.size, ...counts };
  const valid = `${counted(counts.watches, 'watch', 'watches')} were told of each change, once and in order: ${counted(counts.events, 'event')}`;
  const verdict = found.verdict(NAME, valid, details);
  if (verdict.outcome === 'invalid') return verdict;
  const open = openIn(counts);
  return open.length === 0 ? verdict : unknown(NAME, open.join('; '), details);
}

/** What keeps a history in which nothing was found from being valid. */
function openIn(counts: {
  readonly acknowledged: number;
  readonly events: number;
  readonly unjudged: number;
  readonly unwatchedAtEnd: number;
  readonly missedAtEnd: number;
}): readonly string[] {
  if (counts.acknowledged === 0) return ['no write was acknowledged'];
  if (counts.events === 0) return ['no watch was told of anything'];
  const { unjudged, unwatchedAtEnd, missedAtEnd: missed } = counts;
  return [
    ...(unjudged === 0
      ? []
      : [`${counted(unjudged, 'key')} can't be judged, because a value was written to it twice`]),
    ...(unwatchedAtEnd === 0
      ? []
      : [
          `no watch at the end of ${counted(unwatchedAtEnd, 'key')} was answered, so nobody knows whether the last changes came`,
        ]),
    ...(missed === 0
      ? []
      : [
          `${counted(missed, 'watcher')} at the end were not told of the last changes; an event that has not come may be late or lost`,
        ]),
  ];
}

/** Whether no value was written to a key twice: only then does an event say which write it tells of. */
function writesDiffer({ writes }: WatchedKey): boolean {
  return new Set(writes.map(({ text }) => text)).size === writes.length;
}

/**
 * Watchers at the end that were not told of the last of the writes that were acknowledged. One that goes on from a revision
 * was told of all before it.
 */
function missedAtEnd({ writes, watches }: WatchedKey): number {
  const last = writes.reduce((most, { revision = -1 }) => Math.max(most, revision), -1);
  const finals = grouped(
    watches.filter(({ isFinal }) => isFinal),
    ({ watcher }) => watcher,
  );
  return [...finals.values()].filter((of) =>
    of.every(({ from, events }) => from <= last && lastOf(events) < last),
  ).length;
}
