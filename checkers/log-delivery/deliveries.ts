import type { History } from '../../harness/core/history.js';
import { isJsonArray, isJsonObject, type Json } from '../../harness/core/json.js';
import { clientOps } from '../client-ops.js';
import type { HistoryOp } from '../history-op.js';
import { entriesIn, sendOf, stepOf, type GivenEntries, type Send } from '../log/log-ops.js';
import { MalformedHistoryError } from '../malformed-history.js';

/** What a member of the group was given. */
export interface Taken {
  readonly by: HistoryOp;
  readonly idle_ms: number;
  readonly entries: GivenEntries;
}

/** All that the group of a log, and those who sent to it, did. */
export interface Deliveries {
  readonly sends: Send[];
  readonly takes: Taken[];
  /** Acknowledgements that succeeded, by the offset: the one that ended first. */
  readonly acked: Map<number, HistoryOp>;
}

/**
 * What was done with each log, by its name. Ops that name no log are left out.
 * @throws MalformedHistoryError for a take that does not say for whom it waits, or was given no entries of offset and
 * value, and for an acknowledgement of no offsets.
 */
export function deliveriesIn(history: History): ReadonlyMap<string, Deliveries> {
  const logs = new Map<string, Deliveries>();
  const at = (log: string): Deliveries => {
    const known = logs.get(log) ?? { sends: [], takes: [], acked: new Map<number, HistoryOp>() };
    logs.set(log, known);
    return known;
  };
  for (const by of clientOps(history)) {
    const { f, value, result, outcome } = by.op;
    const [, log, what] = stepOf(value as Json);
    if (typeof log !== 'string') continue;
    if (f === 'send') {
      at(log).sends.push(sendOf(by));
    } else if (f === 'take' && outcome === 'ok') {
      const entries = entriesIn(by, stepOf(result as Json)[2]);
      at(log).takes.push({ by, idle_ms: idleIn(by, what), entries });
    } else if (f === 'ack' && outcome === 'ok') {
      const { acked } = at(log);
      for (const offset of offsetsIn(by, what)) {
        const before = acked.get(offset)?.completion ?? Infinity;
        if ((by.completion ?? Infinity) < before) acked.set(offset, by);
      }
    }
  }
  return logs;
}

function idleIn({ op, invocation }: HistoryOp, taker: Json | undefined): number {
  const idle_ms = isJsonObject(taker) ? taker['idle_ms'] : undefined;
  if (typeof idle_ms === 'number') return idle_ms;
  throw new MalformedHistoryError(invocation, 'a take as {member, idle_ms}', op.value);
}

function offsetsIn({ op, invocation }: HistoryOp, offsets: Json | undefined): readonly number[] {
  const list: readonly Json[] = isJsonArray(offsets) ? offsets : [null];
  return list.map((offset) => {
    if (typeof offset === 'number') return offset;
    throw new MalformedHistoryError(invocation, 'an ack of [offset …]', op.value);
  });
}
