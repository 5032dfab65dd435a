import type { History } from '../../harness/core/history.js';
import type { Json } from '../../harness/core/json.js';
import { clientOps } from '../client-ops.js';
import type { HistoryOp } from '../history-op.js';
import { MalformedHistoryError } from '../malformed-history.js';
import { valueText } from '../value-text.js';

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
  readonly process: string;
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
    const [key, of] = listOf(value as Json);
    if (key === undefined) continue;
    const name = valueText(key);
    const known = keys.get(name) ?? { writes: [], watches: [] };
    keys.set(name, known);
    if (f === 'write') {
      const [revision] = outcome === 'ok' ? listOf(listOf(result as Json)[1]) : [];
      known.writes.push({
        by,
        text: valueText(of ?? null),
        revision: typeof revision === 'number' ? revision : undefined,
      });
    } else if ((f === 'watch' || f === 'final-watch') && outcome === 'ok') {
      const [from] = listOf(of);
      if (typeof from !== 'number') {
        throw new MalformedHistoryError(by.invocation, 'a watch from a revision on', value);
      }
      known.watches.push({
        by,
        process: String(history.process(by.invocation)),
        from,
        isFinal: f === 'final-watch',
        events: eventsIn(by, listOf(result as Json)[1]),
      });
    }
  }
  return keys;
}

function eventsIn(
  { op, invocation, completion }: HistoryOp,
  given: Json | undefined,
): Watch['events'] {
  const pairs = Array.isArray(given) ? (given as readonly Json[]).map(listOf) : [[]];
  return pairs.map(([revision, value]) => {
    if (typeof revision === 'number' && value !== undefined) return [revision, valueText(value)];
    const expected = 'a watch that was told of events of [revision value]';
    throw new MalformedHistoryError(completion ?? invocation, expected, op.result);
  });
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}
