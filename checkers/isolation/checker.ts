import {
  CONSISTENCY_MODELS,
  validateOrder,
  type ConsistencyModel,
  type IsolationResult,
} from 'ts-isolation';
import { defineChecker } from '../../harness/core/catalogue.js';
import { FaultlineError } from '../../harness/core/errors.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { modelOptions } from '../../harness/core/model-options.js';
import { refusalOf, unknown } from '../refusal.js';
import { dataTypes } from './data-types.js';
import { transactionsOf, type HistoryTransaction, type NilRead } from './transactions.js';
import { namedOps, verdictOf } from './verdict.js';

const NAME = 'isolation';

/**
 * The isolation of transactions on lists and registers, as Elle judges it (Kingsbury and Alvaro 2020): by
 * the order of what was written, as far as reads tell it, against the level that the plan's model
 * names. Time and memory grow with the size of the history only.
 */
export const isolation = defineChecker({
  name: NAME,
  summary: 'transactions on lists or registers are isolated as their level says',
  byModel: true,
  check(plan, history, { model, explain = false }): Verdict {
    const type = dataTypes.find((one) => one.model.name === model?.name);
    if (model === null || type === undefined) {
      const names = dataTypes.map((one) => one.model.name);
      return unknown(NAME, `the plan's model is not ${names.join(' or ')}`);
    }
    try {
      const options = modelOptions(model, plan.model?.options ?? {}, { models: [model] });
      const transactions = transactionsOf(type, history, {
        nilRead: options.nilRead as NilRead,
        realTime: options['realTime'] === true,
      });
      const result = type.check(transactions, {
        consistencyModel: options['consistencyModel'] as ConsistencyModel,
        linearizableKeys: options['linearizableKeys'] === true,
        sequentialKeys: options['sequentialKeys'] === true,
        unseenWrites: options['unseenWrites'] === 'garbage' ? 'garbage' : 'possible',
      });
      const claim = {
        checker: NAME,
        model: model.name,
        claimed: result.consistencyModel,
        saysOfOthers: true,
      };
      const judged = verdictOf(claim, history, transactions, result);
      const verdict = options['realTime'] === true ? judged : withoutRealTime(judged, result);
      return explain ? { ...verdict, legalOrders: ordersIn(result, transactions) } : verdict;
    } catch (error) {
      if (error instanceof FaultlineError) return refusalOf(NAME, error);
      throw error;
    }
  },
});

/** A level that asks for real time is not proven by a history that has none. */
function withoutRealTime(verdict: Verdict, { consistencyModel }: IsolationResult): Verdict {
  const asksForTime = CONSISTENCY_MODELS.filter((one) => /^str(?!ong-session)/.test(one));
  if (verdict.outcome !== 'valid' || !asksForTime.includes(consistencyModel)) return verdict;
  const reason = `no anomaly was found, but the history says nothing of real time, which ${consistencyModel} asks for: name a level such as strong-session-serializable, serializable or causal`;
  return unknown(NAME, reason, verdict.details);
}

function ordersIn(
  { order, consistencyModel }: IsolationResult,
  transactions: readonly HistoryTransaction[],
): NonNullable<Verdict['legalOrders']> {
  if (order === null) return [];
  const validated = validateOrder(transactions, order, consistencyModel);
  return [{ key: '', order: namedOps(transactions, Array.from(order)), validated }];
}
