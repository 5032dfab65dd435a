import type { History } from '../../harness/core/history.js';
import { elementsOf, isJsonObject, type Json } from '../../harness/core/json.js';
import { clientOps } from '../client-ops.js';
import type { HistoryOp } from '../history-op.js';
import { MalformedHistoryError } from '../malformed-history.js';
import { numberedValuesIn } from '../numbered.js';

/** A value that was sent to a log; its offset where it was acknowledged. */
export interface Send {
  readonly by: HistoryOp;
  readonly value: Json;
  readonly offset: number | undefined;
}

/** Entries in the order in which they came. */
export type GivenEntries = readonly (readonly [offset: number, value: Json])[];

/** What a poll gave: the entries from an offset on. */
export interface Poll {
  readonly by: HistoryOp;
  readonly from: number;
  readonly entries: GivenEntries;
}

/** Everything that was done with one log. */
export interface LogOps {
  readonly sends: Send[];
  readonly polls: Poll[];
}

/**
 * What clients did with each log, by its name.
 * @throws MalformedHistoryError for a poll that does not say from which offset on, or was given no entries of
 * offset and value.
 */
export function logsOf(history: History): ReadonlyMap<string, LogOps> {
  const logs = new Map<string, LogOps>();
  const at = (name: string): LogOps => {
    const known = logs.get(name) ?? { sends: [], polls: [] };
    logs.set(name, known);
    return known;
  };
  for (const op of clientOps(history)) {
    const { f, value, result, outcome } = op.op;
    const [, to] = stepOf(value as Json);
    if (f === 'send' && typeof to === 'string') {
      at(to).sends.push(sendOf(op));
    } else if (f === 'poll' && outcome === 'ok' && isJsonObject(to)) {
      const [given] = Object.entries(polledOf(result as Json));
      const [name, from] = Object.entries(to)[0] ?? [];
      if (name === undefined || given === undefined) continue;
      if (typeof from !== 'number') {
        throw new MalformedHistoryError(op.invocation, 'a poll from an offset on', value);
      }
      at(name).polls.push({ by: op, from, entries: entriesIn(op, given[1]) });
    }
  }
  return logs;
}

/** The send that an op made. */
export function sendOf(by: HistoryOp): Send {
  const { value, result, outcome } = by.op;
  const [offset] = outcome === 'ok' ? elementsOf(stepOf(result as Json)[2]) : [];
  return {
    by,
    value: stepOf(value as Json)[2] ?? null,
    offset: typeof offset === 'number' ? offset : undefined,
  };
}

/**
 * The entries that an op was given.
 * @throws MalformedHistoryError for what is no list of offset and value.
 */
export function entriesIn(op: HistoryOp, given: Json | undefined): GivenEntries {
  return numberedValuesIn(op, given, 'entries of [offset value]');
}

function polledOf(result: Json): Readonly<Record<string, Json | undefined>> {
  const [, polled] = stepOf(result);
  return isJsonObject(polled) ? polled : {};
}

/** The one step of an op. */
export function stepOf(value: Json | undefined): readonly Json[] {
  return elementsOf(elementsOf(value)[0]);
}
