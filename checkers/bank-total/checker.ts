import { defineChecker } from '../../harness/core/catalogue.js';
import type { History } from '../../harness/core/history.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { counted } from '../../harness/core/words.js';
import { clientOps, eventsOf } from '../client-ops.js';
import { Found } from '../found.js';
import type { HistoryOp } from '../history-op.js';
import { displaced } from './displaced.js';
import { MalformedHistoryError } from '../malformed-history.js';
import { judgedOrRefused, unknown } from '../refusal.js';

const NAME = 'bank-total';

/**
 * Money is neither made nor lost: the balances of every read have one sum. This takes linear time, and so it judges
 * histories that are too long for the search of `linearizable`. It does not see a read that is merely old.
 */
export const bankTotal = defineChecker({
  name: NAME,
  summary: 'the balances of every read have the same sum',
  dataTypes: ['bank'],
  check: (_plan, history) => judgedOrRefused(NAME, () => verdictOn(history)),
});

function verdictOn(history: History): Verdict {
  const found = new Found();
  let first: { readonly op: HistoryOp; readonly total: number } | undefined;
  let last: HistoryOp | undefined;
  let reads = 0;
  const transfers: HistoryOp[] = [];
  for (const op of clientOps(history)) {
    if (op.op.f === 'transfer' && op.op.outcome !== 'fail') transfers.push(op);
    if (op.op.f !== 'read' || op.op.outcome !== 'ok') continue;
    const total = totalOf(op);
    reads += 1;
    first ??= { op, total };
    last = op;
    const { op: before, total: expected } = first;
    if (total === expected) continue;
    found.add('wrong-total', () => ({
      ops: eventsOf([before, op]),
      reason: `the balances that op ${op.invocation} read sum up to ${total}, and those that op ${before.invocation} read to ${expected}`,
    }));
  }
  if (first === undefined || last === undefined)
    return unknown(NAME, 'no read of the balances was answered');
  const missing = displaced(first.op, last, transfers);
  const reason =
    `the balances of ${counted(reads, 'read')} sum up to ${first.total} each` +
    (missing === 0
      ? ''
      : `; those of the last one are off by ${missing} from what the acknowledged transfers give`);
  return found.verdict(NAME, reason, { reads, total: first.total, displaced: missing });
}

/** The sum of what a read saw, where an account without a balance has none. @throws MalformedHistoryError where it saw no balances. */
function totalOf({ op, invocation, completion }: HistoryOp): number {
  const balances = op.result;
  const sums: readonly unknown[] =
    typeof balances === 'object' && balances !== null ? Object.values(balances) : [undefined];
  return sums.reduce<number>((total, sum) => {
    if (typeof sum === 'number' || sum === null) return total + (sum ?? 0);
    const expected = 'a read that saw the balances of accounts, each a number,';
    throw new MalformedHistoryError(completion ?? invocation, expected, balances);
  }, 0);
}
