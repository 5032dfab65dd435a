import { defineChecker } from '../../harness/core/catalogue.js';
import { grouped } from '../../harness/core/grouped.js';
import type { History } from '../../harness/core/history.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { counted } from '../../harness/core/words.js';
import { Found } from '../found.js';
import { judgedOrRefused, unknown } from '../refusal.js';
import { judgeKey } from './judge-key.js';
import { type WatchedKey, watchedKeysOf } from './watch-ops.js';

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
  const found = new Found();
  const counts = { acknowledged: 0, watches: 0, events: 0, missedAtEnd: 0 };
  for (const [key, of] of keys) {
    counts.acknowledged += of.writes.filter(({ revision }) => revision !== undefined).length;
    counts.watches += of.watches.length;
    counts.events += of.watches.reduce((sum, { events }) => sum + events.length, 0);
    counts.missedAtEnd += missedAtEnd(of);
    judgeKey(key, of, found);
  }
  const details = { keys: keys.size, ...counts };
  const valid = `${counted(counts.watches, 'watch', 'watches')} were told of each change, once and in order: ${counted(counts.events, 'event')}`;
  const verdict = found.verdict(NAME, valid, details);
  if (verdict.outcome === 'invalid') return verdict;
  if (counts.acknowledged === 0) return unknown(NAME, 'no write was acknowledged', details);
  if (counts.events === 0) return unknown(NAME, 'no watch was told of anything', details);
  return counts.missedAtEnd === 0
    ? verdict
    : unknown(
        NAME,
        `${counted(counts.missedAtEnd, 'watcher')} at the end were not told of the last changes; an event that has not come may be late or lost`,
        details,
      );
}

/**
 * Watchers at the end that were not told of the last of the writes that were acknowledged. One that goes on from a revision
 * was told of all before it.
 */
function missedAtEnd({ writes, watches }: WatchedKey): number {
  const last = Math.max(...writes.map(({ revision = -1 }) => revision));
  const finals = grouped(
    watches.filter(({ isFinal }) => isFinal),
    ({ process }) => process,
  );
  return [...finals.values()].filter((of) =>
    of.every(({ from, events }) => from <= last && events.every(([revision]) => revision < last)),
  ).length;
}
