import type { MicroOp, Transaction } from 'ts-isolation';
import type { History } from '../../harness/core/history.js';
import { Misfit, type ModelOp } from '../../harness/core/model.js';
import { historyOp } from '../history-op.js';
import { MalformedHistoryError } from '../malformed-history.js';
import { keyText, listOf, unknownOp } from '../models/op-values.js';
import type { DataType } from './data-types.js';

/** What a read of null saw: the state at first, or one that is not known. */
export type NilRead = 'null' | 'unknown';

/** A transaction of the history. */
export interface HistoryTransaction extends Transaction {
  /** Index of its invocation. */
  readonly op: number;
}

/** How a history is to be understood. */
export interface Understanding {
  readonly nilRead: NilRead;
  /** Whether the order of its events is that of real time. */
  readonly realTime: boolean;
}

/**
 * The transactions of a history, those too that failed: what they wrote must never be read. Positions
 * in the history serve as the clock.
 * @throws MalformedHistoryError for an op that is no such transaction.
 */
export function transactionsOf(
  type: DataType,
  history: History,
  { nilRead, realTime }: Understanding,
): HistoryTransaction[] {
  const transactions: HistoryTransaction[] = [];
  for (let index = 0; index < history.length; index += 1) {
    if (history.type(index) !== 'invoke' || history.isNemesis(index)) continue;
    const { op, completion } = historyOp(history, index);
    try {
      const invoked = invokedBy(type, op);
      transactions.push({
        process: history.process(index),
        op: index,
        ...(realTime ? { call: index, return: endOf(op, completion) } : {}),
        outcome: op.outcome,
        ops: op.outcome === 'ok' ? answered(type, op, invoked, nilRead) : invoked,
      });
    } catch (error) {
      if (!(error instanceof Misfit)) throw error;
      const at = error.at === 'completion' ? (completion ?? index) : index;
      const { name, ops } = type.model;
      const advice = error.advice ?? `look at what ${name} understands: ${ops}`;
      throw new MalformedHistoryError(at, error.expected, error.got, advice);
    }
  }
  return transactions;
}

function endOf(op: ModelOp, completion: number | null): number {
  return op.outcome === 'info' || completion === null ? Infinity : completion;
}

/** What was invoked. @throws Misfit for an op that is no transaction. */
function invokedBy({ write, model }: DataType, op: ModelOp): readonly MicroOp[] {
  if (op.f !== 'txn') throw unknownOp(op, model.ops);
  const micros = listOf(op.value);
  if (micros === undefined) {
    throw new Misfit('invocation', 'a transaction: a list of [f key value]', op.value);
  }
  return micros.map((micro): MicroOp => {
    const [f, key, written] = listOf(micro) ?? [];
    if (key !== undefined && f === 'r') return ['r', key, undefined];
    if (key !== undefined && written !== undefined && f === write) return [write, key, written];
    const expected = `[${write} key value] or [r key null] in a transaction`;
    throw new Misfit('invocation', expected, micro);
  });
}

/** What was invoked, with what was read. */
function answered(
  type: DataType,
  op: ModelOp,
  invoked: readonly MicroOp[],
  nilRead: NilRead,
): readonly MicroOp[] {
  if (op.result === undefined) return invoked;
  const seen = listOf(op.result);
  if (seen?.length !== invoked.length) {
    throw new Misfit('completion', `the ${invoked.length} steps that were invoked`, op.result);
  }
  return invoked.map((micro, at): MicroOp => {
    const [f, key = null, value = null] = listOf(seen[at]) ?? [];
    if (f !== micro[0] || keyText(key) !== keyText(micro[1])) {
      throw new Misfit('completion', 'the steps that were invoked, in their order', op.result);
    }
    if (f !== 'r' || (value === null && nilRead === 'unknown')) return micro;
    return type.readOf(micro[1], value);
  });
}
