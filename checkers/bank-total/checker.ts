import { defineChecker } from '../../harness/core/catalogue.js';
import { isJsonObject } from '../../harness/core/nemesis-record.js';
import type { Json } from '../../harness/core/json.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { counted } from '../../harness/core/words.js';
import { clientOps, eventsOf } from '../client-ops.js';
import { Found } from '../found.js';
import type { HistoryOp } from '../history-op.js';
import { unknown } from '../refusal.js';

const NAME = 'bank-total';

/**
 * Money is neither made nor lost: the balances of every read have one sum. This takes linear time, and so it judges
 * histories that are too long for the search of `linearizable`. It does not see a read that is merely old.
 */
export const bankTotal = defineChecker({
  name: NAME,
  summary: 'the balances of every read have the same sum',
  dataTypes: ['bank'],
  check(_plan, history): Verdict {
    const found = new Found();
    let first: { readonly op: HistoryOp; readonly total: number } | undefined;
    let reads = 0;
    for (const op of clientOps(history)) {
      const total = op.op.outcome === 'ok' ? totalOf(op.op.f, op.op.result as Json) : undefined;
      if (total === undefined) continue;
      reads += 1;
      first ??= { op, total };
      const { op: before, total: expected } = first;
      if (total === expected) continue;
      found.add('wrong-total', () => ({
        ops: eventsOf([before, op]),
        reason: `the balances that op ${op.invocation} read sum up to ${total}, and those that op ${before.invocation} read to ${expected}`,
      }));
    }
    if (first === undefined) return unknown(NAME, 'no read of the balances was answered');
    const reason = `the balances of ${counted(reads, 'read')} sum up to ${first.total} each`;
    return found.verdict(NAME, reason, { reads, total: first.total });
  },
});

function totalOf(f: string, balances: Json): number | undefined {
  if (f !== 'read' || !isJsonObject(balances)) return undefined;
  return Object.values(balances).reduce<number>((sum, balance) => sum + Number(balance), 0);
}
