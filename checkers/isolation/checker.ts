import {
  checkListAppend,
  transactionText,
  validateOrder,
  type ConsistencyModel,
  type IsolationResult,
} from 'ts-isolation';
import { defineChecker } from '../../harness/core/catalogue.js';
import { FaultlineError } from '../../harness/core/errors.js';
import type { History } from '../../harness/core/history.js';
import type { NamedOp, Verdict } from '../../harness/core/verdict.js';
import { counted } from '../../harness/core/words.js';
import { listAppendModel } from '../models/list-append.js';
import { modelOptions } from '../../harness/core/model-options.js';
import { refusalOf, unknown } from '../refusal.js';
import { transactionsOf, type HistoryTransaction, type NilRead } from './transactions.js';

const NAME = 'isolation';

/** As the levels are called in a sentence. */
const LEVEL: Readonly<Record<ConsistencyModel, string>> = {
  serializable: 'serializable',
  'strict-serializable': 'strictly serializable',
};

/**
 * The isolation of transactions on lists, as Elle judges it (Kingsbury and Alvaro 2020): by the order of
 * values in the lists that were read, against the level that the plan's model names. Time and memory
 * grow with the size of the history only.
 */
export const isolation = defineChecker({
  name: NAME,
  summary: 'transactions on lists are serializable, or strictly serializable',
  byModel: true,
  check(plan, history, { model, explain = false }): Verdict {
    if (model?.name !== listAppendModel.name) {
      return unknown(NAME, `the plan's model is not ${listAppendModel.name}`);
    }
    try {
      const options = modelOptions(model, plan.model?.options ?? {}, { models: [model] });
      const transactions = transactionsOf(history, options.nilRead as NilRead);
      const consistencyModel = options['consistencyModel'] as ConsistencyModel;
      const result = checkListAppend(transactions, { consistencyModel });
      const verdict = verdictOf(history, transactions, result);
      return explain ? { ...verdict, legalOrders: ordersIn(result, transactions) } : verdict;
    } catch (error) {
      if (error instanceof FaultlineError) return refusalOf(NAME, error);
      throw error;
    }
  },
});

function verdictOf(
  history: History,
  transactions: readonly HistoryTransaction[],
  result: IsolationResult,
): Verdict {
  const { consistencyModel, counts, committed, notJudged, verdict } = result;
  const level = LEVEL[consistencyModel];
  const details = {
    model: listAppendModel.name,
    consistencyModel,
    operations: transactions.length,
    committed,
    anomalies: { ...counts },
    keysNotJudged: notJudged.length,
    methods: { 'dependency graph': 1 },
  };
  if (history.length === 0) {
    return unknown(NAME, 'there is nothing to judge: the history is empty', details);
  }
  if (verdict === 'unknown') {
    const because = notJudged[0] === undefined ? '' : `: ${notJudged[0].reason}`;
    const keys = counted(notJudged.length, 'key');
    const reason = `no anomaly was found, but ${keys} could not be judged${because}`;
    return unknown(NAME, reason, details);
  }
  if (verdict === 'valid') {
    const hollow = transactions.length === 0 ? ', but there is no transaction in it' : '';
    const reason = `the history is ${level}${hollow}`;
    return { checker: NAME, outcome: 'valid', reason, anomalies: [], details };
  }
  const types = Object.entries(counts).map(([type, count]) => `${type} (${count})`);
  return {
    checker: NAME,
    outcome: 'invalid',
    reason: `the history is not ${level}: ${types.join(', ')}`,
    anomalies: result.anomalies.map(({ type, reason, transactions: at, dependencies }) => {
      const witness = namedOps(transactions, at);
      return {
        kind: type,
        ops: witness.flatMap(({ op }) => [op, history.pairOf(op) ?? op]).sort((a, b) => a - b),
        reason,
        witness,
        dependencies,
      };
    }),
    details,
  };
}

function ordersIn(
  { order, consistencyModel }: IsolationResult,
  transactions: readonly HistoryTransaction[],
): NonNullable<Verdict['legalOrders']> {
  if (order === null) return [];
  const validated = validateOrder(transactions, order, consistencyModel);
  return [{ key: '', order: namedOps(transactions, Array.from(order)), validated }];
}

function namedOps(
  transactions: readonly HistoryTransaction[],
  positions: readonly number[],
): NamedOp[] {
  return positions.map((at) => {
    const { call, ops } = transactions[at] as HistoryTransaction;
    return { op: call, words: transactionText(ops) };
  });
}
