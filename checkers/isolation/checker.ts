import {
  CONSISTENCY_MODELS,
  transactionText,
  validateOrder,
  type ConsistencyModel,
  type IsolationResult,
} from 'ts-isolation';
import { defineChecker } from '../../harness/core/catalogue.js';
import { FaultlineError } from '../../harness/core/errors.js';
import type { History } from '../../harness/core/history.js';
import type { NamedOp, Verdict } from '../../harness/core/verdict.js';
import { counted, listInWords } from '../../harness/core/words.js';
import { modelOptions } from '../../harness/core/model-options.js';
import { refusalOf, unknown } from '../refusal.js';
import { dataTypes, type Judged } from './data-types.js';
import { transactionsOf, type HistoryTransaction, type NilRead } from './transactions.js';

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
      const judged = verdictOf(model.name, history, transactions, result);
      const verdict = options['realTime'] === true ? judged : withoutRealTime(judged, result);
      return explain ? { ...verdict, legalOrders: ordersIn(result, transactions) } : verdict;
    } catch (error) {
      if (error instanceof FaultlineError) return refusalOf(NAME, error);
      throw error;
    }
  },
});

function verdictOf(
  model: string,
  history: History,
  transactions: readonly HistoryTransaction[],
  result: Judged,
): Verdict {
  const { consistencyModel, counts, committed, notJudged, verdict, forbidden } = result;
  const details = {
    model,
    consistencyModel,
    operations: transactions.length,
    committed,
    anomalies: { ...counts },
    weakestExcluded: result.weakestExcluded,
    strongestNotExcluded: result.strongestNotExcluded,
    keysNotJudged: notJudged.length,
    ...(result.unseenWrites === undefined ? {} : { unseenWrites: result.unseenWrites }),
    methods: { 'dependency graph': 1 },
  };
  if (history.length === 0) {
    return unknown(NAME, 'there is nothing to judge: the history is empty', details);
  }
  if (verdict === 'unknown') {
    return unknown(NAME, `${whyUnknown(result)}${unseen(result)}`, details);
  }
  if (verdict === 'valid') {
    const hollow = transactions.length === 0 ? ', but there is no transaction in it' : '';
    const reason = `the history is ${consistencyModel}${hollow}${besides(result)}${unseen(result)}`;
    return { checker: NAME, outcome: 'valid', reason, anomalies: [], details };
  }
  const types = forbidden.map((type) => `${type} (${counts[type] ?? 0})`);
  return {
    checker: NAME,
    outcome: 'invalid',
    reason: `the history is not ${consistencyModel}: ${types.join(', ')}${besides(result)}${unseen(result)}`,
    anomalies: result.anomalies
      .filter(({ type }) => forbidden.includes(type))
      .map(({ type, reason, transactions: at, dependencies }) => {
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

/** A level that asks for real time is not proven by a history that has none. */
function withoutRealTime(verdict: Verdict, { consistencyModel }: IsolationResult): Verdict {
  const asksForTime = CONSISTENCY_MODELS.filter((one) => /^str(?!ong-session)/.test(one));
  if (verdict.outcome !== 'valid' || !asksForTime.includes(consistencyModel)) return verdict;
  const reason = `no anomaly was found, but the history says nothing of real time, which ${consistencyModel} asks for: name a level such as strong-session-serializable, serializable or causal`;
  return unknown(NAME, reason, verdict.details);
}

function whyUnknown({ notJudged, undecided }: IsolationResult): string {
  if (notJudged[0] === undefined) {
    return `no anomaly was found, but the history is too large to tell whether it is ${listInWords(undecided)}`;
  }
  const keys = counted(notJudged.length, 'key');
  return `no anomaly was found, but ${keys} could not be judged: ${notJudged[0].reason}`;
}

/** Reads of which nothing follows, as others may have written what they saw. */
function unseen({ unseenWrites = 0, counts }: Judged): string {
  if (unseenWrites === 0 || counts['garbage-read'] !== undefined) return '';
  return `; ${counted(unseenWrites, 'read')} saw what nobody wrote in this history`;
}

/** What the anomalies say of other levels, where there are any. */
function besides({ counts, weakestExcluded, strongestNotExcluded }: IsolationResult): string {
  if (Object.keys(counts).length === 0) return '';
  const left =
    strongestNotExcluded.length === 0
      ? `it is of no level at all`
      : `the strongest levels that nothing speaks against are ${listInWords(strongestNotExcluded)}`;
  return `; the weakest that it breaks: ${listInWords(weakestExcluded)}; ${left}`;
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
    const { op, ops } = transactions[at] as HistoryTransaction;
    return { op, words: transactionText(ops) };
  });
}
