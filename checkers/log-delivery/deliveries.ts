import type { History } from '../../harness/core/history.js';
import type { Json } from '../../harness/core/json.js';
import { isJsonObject } from '../../harness/core/nemesis-record.js';
import { clientOps } from '../client-ops.js';
import type { HistoryOp } from '../history-op.js';

/** A value that was sent; its offset where that was acknowledged. */
export interface Sent {
  readonly by: HistoryOp;
  readonly value: string;
  readonly offset: number | undefined;
}

/** What a member of the group was given. */
export interface Taken {
  readonly by: HistoryOp;
  readonly idle_ms: number;
  readonly entries: readonly (readonly [offset: number, value: string])[];
}

/** All that the group of a log, and those who sent to it, did. */
export interface Deliveries {
  readonly sends: Sent[];
  readonly takes: Taken[];
  /** Acknowledgements that succeeded, by the offset: the one that ended first. */
  readonly acked: Map<number, HistoryOp>;
}

/** What was done with each log, by its name. Ops of other forms are left out. */
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
    const answered = outcome === 'ok' ? stepOf(result as Json)[2] : undefined;
    if (f === 'send') {
      const [offset] = listOf(answered);
      const known = typeof offset === 'number' ? offset : undefined;
      at(log).sends.push({ by, value: JSON.stringify(what), offset: known });
    } else if (f === 'take' && outcome === 'ok' && isJsonObject(what)) {
      const entries = listOf(answered).map((entry) => {
        const [offset, given] = listOf(entry);
        return [Number(offset), JSON.stringify(given)] as const;
      });
      at(log).takes.push({ by, idle_ms: Number(what['idle_ms']), entries });
    } else if (f === 'ack' && outcome === 'ok') {
      const { acked } = at(log);
      for (const offset of listOf(what)) {
        const before = acked.get(Number(offset))?.completion ?? Infinity;
        if ((by.completion ?? Infinity) < before) acked.set(Number(offset), by);
      }
    }
  }
  return logs;
}

/** The one step of an op. */
function stepOf(value: Json | undefined): readonly Json[] {
  return listOf(listOf(value)[0]);
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}
