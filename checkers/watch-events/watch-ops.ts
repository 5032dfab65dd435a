import type { History } from '../../harness/core/history.js';
import { elementsOf, type Json } from '../../harness/core/json.js';
import { clientOps } from '../client-ops.js';
import type { HistoryOp } from '../history-op.js';
import { MalformedHistoryError } from '../malformed-history.js';
import { numberedValuesIn } from '../numbered.js';
import { valueText } from '../value-text.js';

const FINAL_WATCH = 'final-watch';

/** A value that was written to a key; its revision where the write was acknowledged. */
export interface Write {
  readonly by: HistoryOp;
  /** The value as JSON. */
  readonly text: string;
  readonly revision: number | undefined;
}

/** What a watch was told of, in the order in which it was told. */
export interface Watch {
  readonly by: HistoryOp;
  /** The node that it watched at; its process where the history names no nodes. */
  readonly watcher: string;
  readonly from: number;
  /** Whether it belongs to those at the end, after all writes. */
  readonly isFinal: boolean;
  readonly events: readonly (readonly [revision: number, text: string])[];
}

/** Everything that was done with one key. */
export interface WatchedKey {
  readonly writes: Write[];
  readonly watches: Watch[];
}

/**
 * What clients did with each key, by its JSON.
 * @throws MalformedHistoryError for a watch that does not say from which revision on, or was told of no events of revision
 *   and value.
 */
export function watchedKeysOf(history: History): ReadonlyMap<string, WatchedKey> {
  const keys = new Map<string, WatchedKey>();
  for (const by of clientOps(history)) {
    const { f, value, result, outcome } = by.op;
    const [key, of] = elementsOf(value as Json);
    if (key === undefined) continue;
    const name = valueText(key);
    const known = keys.get(name) ?? { writes: [], watches: [] };
    keys.set(name, known);
    if (f === 'write') {
      const [revision] = outcome === 'ok' ? elementsOf(elementsOf(result as Json)[1]) : [];
      known.writes.push({
        by,
        text: valueText(of ?? null),
        revision: typeof revision === 'number' ? revision : undefined,
      });
    } else if ((f === 'watch' || f === FINAL_WATCH) && outcome === 'ok') {
      const [from] = elementsOf(of);
      if (typeof from !== 'number') {
        throw new MalformedHistoryError(by.invocation, 'a watch from a revision on', value);
      }
      known.watches.push({
        by,
        watcher: watcherOf(history, by),
        from,
        isFinal: f === FINAL_WATCH,
        events: numberedValuesIn(
          by,
          elementsOf(result as Json)[1],
          'events of [revision value]',
        ).map(([revision, told]) => [revision, valueText(told)]),
      });
    }
  }
  return keys;
}

function watcherOf(history: History, { invocation, completion }: HistoryOp): string {
  const node = completion === null ? undefined : history.node(completion);
  return node ?? history.node(invocation) ?? String(history.process(invocation));
}

/** The highest revision of these events; below all where there are none. */
export function lastOf(events: Watch['events']): number {
  return events.reduce((last, [revision]) => Math.max(last, revision), Number.NEGATIVE_INFINITY);
}

/** Whether somebody looked, or tried to, after all writes. */
export function hasWatchesAtEnd(history: History): boolean {
  for (let index = 0; index < history.length; index += 1) {
    if (history.f(index) === FINAL_WATCH) return true;
  }
  return false;
}
