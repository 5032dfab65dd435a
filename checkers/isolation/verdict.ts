import type { IsolationResult } from 'ts-isolation';
import { transactionText } from 'ts-isolation';
import type { History } from '../../harness/core/history.js';
import type { NamedOp, Verdict } from '../../harness/core/verdict.js';
import { counted, listInWords } from '../../harness/core/words.js';
import { unknown } from '../refusal.js';
import type { Judged } from './data-types.js';
import type { HistoryTransaction } from './transactions.js';

/** What was judged, and by whom. */
export interface Claim {
  readonly checker: string;
  /** The name of the model. */
  readonly model: string;
  /** What the history is where it keeps the level: `serializable`, `causally consistent`. */
  readonly claimed: string;
  /** Whether the verdict says what was found of other levels. */
  readonly saysOfOthers: boolean;
}

/** What ts-isolation found, as a verdict. */
export function verdictOf(
  { checker, model, claimed, saysOfOthers }: Claim,
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
  const others = saysOfOthers ? besides(result) : '';
  if (history.length === 0) {
    return unknown(checker, 'there is nothing to judge: the history is empty', details);
  }
  if (verdict === 'unknown') {
    return unknown(checker, `${whyUnknown(result)}${unseen(result)}`, details);
  }
  if (verdict === 'valid') {
    const hollow = transactions.length === 0 ? ', but there is no transaction in it' : '';
    const reason = `the history is ${claimed}${hollow}${others}${unseen(result)}`;
    return { checker, outcome: 'valid', reason, anomalies: [], details };
  }
  const types = forbidden.map((type) => `${type} (${counts[type] ?? 0})`);
  return {
    checker,
    outcome: 'invalid',
    reason: `the history is not ${claimed}: ${types.join(', ')}${others}${unseen(result)}`,
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

/** Transactions with what they did. */
export function namedOps(
  transactions: readonly HistoryTransaction[],
  positions: readonly number[],
): NamedOp[] {
  return positions.map((at) => {
    const { op, ops } = transactions[at] as HistoryTransaction;
    return { op, words: transactionText(ops) };
  });
}
