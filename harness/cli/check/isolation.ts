import {
  transactionText,
  validateOrder,
  type ConsistencyModel,
  type IsolationResult,
  type Transaction,
} from 'ts-isolation';

import { counted } from '../../core/words.js';
import type { CheckReport, Judged } from './check-report.js';
import type { Operations } from './collect.js';
import type { KeyedOperation } from './independent.js';
import type { TransactionInput, TransactionModel } from './models/index.js';
import { checkedOp } from './op-words.js';

/** As the levels are called in a sentence. */
const LEVEL: Readonly<Record<ConsistencyModel, string>> = {
  serializable: 'serializable',
  'strict-serializable': 'strictly serializable',
};

export interface IsolationOptions {
  readonly consistencyModel: ConsistencyModel;
  /** With a legal order in the report, where there is one. */
  readonly explain: boolean;
}

/** Judges the isolation of transactions. Time and memory grow with the size of the history only. */
export function judgeIsolation(
  model: TransactionModel,
  operations: Operations,
  { consistencyModel, explain }: IsolationOptions,
): Judged {
  const history = operations.all.map(transactionOf);
  const result = model.judge(history, { consistencyModel });
  const describeOperation = (input: unknown) => transactionText((input as TransactionInput).ops);
  const op = (at: number) => checkedOp(at, { model: { describeOperation }, operations });
  const { order } = result;
  return {
    ...verdictOf(result, operations),
    partitions: 1,
    methods: { 'dependency graph': 1 },
    consistencyModel,
    anomalies: result.anomalies.map(({ type, reason, transactions, dependencies }) => ({
      type,
      reason,
      transactions: transactions.map(op),
      dependencies,
    })),
    anomalyCounts: result.counts,
    ...(explain && order !== null
      ? {
          legalOrders: [
            {
              key: '',
              order: Array.from(order, op),
              validated: validateOrder(history, order, consistencyModel),
            },
          ],
        }
      : {}),
  };
}

function transactionOf({ clientId = '?', call, return: end, input }: KeyedOperation): Transaction {
  return { process: clientId, call, return: end, ...(input as TransactionInput) };
}

function verdictOf(
  { verdict, consistencyModel, counts, notJudged }: IsolationResult,
  operations: Operations,
): Pick<CheckReport, 'outcome' | 'sentence'> {
  const level = LEVEL[consistencyModel];
  if (operations.events === 0) {
    return { outcome: 'unknown', sentence: 'there is nothing to judge: the history is empty' };
  }
  switch (verdict) {
    case 'valid': {
      const hollow = operations.all.length === 0 ? ', but there is no transaction in it' : '';
      return { outcome: 'valid', sentence: `the history is ${level}${hollow}` };
    }
    case 'invalid': {
      const types = Object.entries(counts).map(([type, count]) => `${type} (${count})`);
      return {
        outcome: 'invalid',
        sentence: `the history is not ${level}: ${types.join(', ')}`,
      };
    }
    default: {
      const because = notJudged[0] === undefined ? '' : `: ${notJudged[0].reason}`;
      const sentence = `no verdict: no anomaly was found, but ${counted(notJudged.length, 'key')} could not be judged${because}`;
      return { outcome: 'unknown', sentence };
    }
  }
}
