import type { MicroOp, Transaction, Value } from 'ts-isolation';
import type { History } from '../../harness/core/history.js';
import { Misfit, type ModelOp } from '../../harness/core/model.js';
import { historyOp } from '../history-op.js';
import { MalformedHistoryError } from '../malformed-history.js';
import { keyText, listOf, unknownOp } from '../models/op-values.js';
import { listAppendModel } from '../models/list-append.js';

/** What a read of null saw: an empty list, or one that is not known. */
export type NilRead = 'null' | 'unknown';

/** A transaction of the history. */
export interface HistoryTransaction extends Transaction {
  /** Index of its invocation. */
  readonly call: number;
}

/**
 * The transactions of a history on lists, those too that failed: what they appended must never be
 * read. Positions in the history serve as the clock.
 * @throws MalformedHistoryError for an op that is no such transaction.
 */
export function transactionsOf(history: History, nilRead: NilRead): HistoryTransaction[] {
  const transactions: HistoryTransaction[] = [];
  for (let index = 0; index < history.length; index += 1) {
    if (history.type(index) !== 'invoke' || history.isNemesis(index)) continue;
    const { op, completion } = historyOp(history, index);
    try {
      const invoked = transactionIn(op);
      transactions.push({
        process: history.process(index),
        call: index,
        return: op.outcome === 'info' || completion === null ? Infinity : completion,
        outcome: op.outcome,
        ops: op.outcome === 'ok' ? answered(op, invoked, nilRead) : invoked,
      });
    } catch (error) {
      if (!(error instanceof Misfit)) throw error;
      const at = error.at === 'completion' ? (completion ?? index) : index;
      const advice = error.advice ?? `look at what list-append understands: ${listAppendModel.ops}`;
      throw new MalformedHistoryError(at, error.expected, error.got, advice);
    }
  }
  return transactions;
}

/** What was invoked. @throws Misfit for an op that is no transaction. */
function transactionIn(op: ModelOp): readonly MicroOp[] {
  if (op.f !== 'txn') throw unknownOp(op, listAppendModel.ops);
  const micros = listOf(op.value as Value | undefined);
  if (micros === undefined) {
    throw new Misfit('invocation', 'a transaction: a list of [f key value]', op.value);
  }
  return micros.map((micro): MicroOp => {
    const [f, key, appended] = listOf(micro) ?? [];
    if (key !== undefined && f === 'r') return ['r', key, undefined];
    if (key !== undefined && appended !== undefined && f === 'append') {
      return ['append', key, appended];
    }
    throw new Misfit('invocation', '[append key value] or [r key null] in a transaction', micro);
  });
}

/** What was invoked, with the lists that were read. */
function answered(op: ModelOp, invoked: readonly MicroOp[], nilRead: NilRead): readonly MicroOp[] {
  if (op.result === undefined) return invoked;
  const seen = listOf(op.result as Value | undefined);
  if (seen?.length !== invoked.length) {
    throw new Misfit('completion', `the ${invoked.length} steps that were invoked`, op.result);
  }
  return invoked.map((micro, at): MicroOp => {
    const step = listOf(seen[at]) ?? [];
    if (step[0] !== micro[0] || keyText(step[1] ?? null) !== keyText(micro[1])) {
      throw new Misfit('completion', 'the steps that were invoked, in their order', op.result);
    }
    return micro[0] === 'append' ? micro : ['r', micro[1], listRead(step, nilRead)];
  });
}

function listRead(
  [, key, value]: readonly Value[],
  nilRead: NilRead,
): readonly Value[] | undefined {
  // Elle's stores answer nil for a list that nobody has appended to.
  if (value === null) return nilRead === 'unknown' ? undefined : [];
  const list = listOf(value);
  if (list !== undefined) return list;
  throw new Misfit('completion', `the list that was read of ${keyText(key ?? null)}`, value);
}
