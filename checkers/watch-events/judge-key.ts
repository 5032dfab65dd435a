import { eventsOf } from '../client-ops.js';
import type { Found } from '../found.js';
import { firstFrom, reversedIn } from '../numbered.js';
import { Changes } from './changes.js';
import { lastOf, type Watch, type WatchedKey, type Write } from './watch-ops.js';

/** Judges one key. What it finds is added to `found`. */
export function judgeKey(key: string, { writes, watches }: WatchedKey, found: Found): void {
  const changes = new Changes(key, writes, found);
  for (const watch of watches) judgeOrder(key, watch, found);
  for (const { by, events } of watches) {
    for (const [revision, text] of events) changes.told(revision, text, by);
  }
  const revisions = changes.revisions;
  for (const watch of watches) findLost(key, watch, revisions, changes, found);
  findReordered(key, writes, found);
}

/** Revisions of the events of a watch rise, from the revision on from which it watched. */
function judgeOrder(key: string, { by, from, events }: Watch, found: Found): void {
  const told = new Set<number>();
  let last = from - 1;
  for (const [revision] of events) {
    const isAgain = told.has(revision);
    if (isAgain || revision < from) {
      found.add('repeated-event', () => ({
        key,
        ops: eventsOf([by]),
        reason: isAgain
          ? `op ${by.invocation} was told twice of revision ${revision} of key ${key}`
          : `op ${by.invocation} watched key ${key} from revision ${from} on and was told of revision ${revision}, which comes before`,
      }));
    } else if (revision < last) {
      const before = last;
      found.add('reordered-event', () => ({
        key,
        ops: eventsOf([by]),
        reason: `op ${by.invocation} was told of revision ${revision} of key ${key} after revision ${before}`,
      }));
    }
    told.add(revision);
    last = Math.max(last, revision);
  }
}

/**
 * Between the revision from which it watched and the last one that it was told of, a watch is told of every change. The first
 * one that it was not told of stands for all.
 */
function findLost(
  key: string,
  { by, from, events }: Watch,
  revisions: readonly number[],
  changes: Changes,
  found: Found,
): void {
  const told = new Set(events.map(([revision]) => revision));
  const last = lastOf(events);
  for (let at = firstFrom(revisions, from); at < revisions.length; at += 1) {
    const revision = revisions[at] as number;
    if (revision > last) break;
    const change = told.has(revision) ? undefined : changes.at(revision);
    if (change === undefined) continue;
    found.add('lost-event', () => ({
      key,
      ops: eventsOf([change.by, by]),
      reason: `op ${by.invocation} watched key ${key} from revision ${from} on and was told of revision ${last}, but not of ${change.text} at revision ${revision}, of which op ${change.by.invocation} was told`,
    }));
    break;
  }
}

/** A write that was over before another one began has the lower revision. */
function findReordered(key: string, writes: readonly Write[], found: Found): void {
  const acknowledged = writes.flatMap(({ by, revision }) =>
    revision === undefined ? [] : [{ by, number: revision }],
  );
  for (const [before, after] of reversedIn(acknowledged)) {
    found.add('reordered-write', () => ({
      key,
      ops: eventsOf([before.by, after.by]),
      reason: `op ${after.by.invocation} began after op ${before.by.invocation} had ended, but its value has revision ${after.number} of key ${key}, which is not above ${before.number}`,
    }));
  }
}
