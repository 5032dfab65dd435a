import { defineChecker } from '../../harness/core/catalogue.js';
import type { History } from '../../harness/core/history.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { counted } from '../../harness/core/words.js';
import { clientOps, eventsOf } from '../client-ops.js';
import { Found } from '../found.js';
import type { HistoryOp } from '../history-op.js';
import { MalformedHistoryError } from '../malformed-history.js';
import { listOf } from '../models/op-values.js';
import { judgedOrRefused, unknown } from '../refusal.js';
import { valueText } from '../value-text.js';

const NAME = 'write-skew';

/**
 * Of the inserts of one key at most one succeeds, since each looks for rows of the key first. Two that did are
 * write skew by a predicate, which Adya calls G2 (Weak Consistency, 1999, section 4.2).
 */
export const writeSkew = defineChecker({
  name: NAME,
  summary: 'of the inserts of one key at most one succeeded',
  dataTypes: ['tables'],
  check: (_plan, history) => judgedOrRefused(NAME, () => verdictOn(history)),
});

function verdictOn(history: History): Verdict {
  const found = new Found();
  const inserted = new Map<string, HistoryOp>();
  for (const op of clientOps(history)) {
    if (op.op.f !== 'insert' || op.op.outcome !== 'ok') continue;
    const key = keyOf(op);
    const first = inserted.get(key);
    if (first === undefined) {
      inserted.set(key, op);
    } else {
      found.add('write-skew', () => ({
        key,
        ops: eventsOf([first, op]),
        reason: `ops ${first.invocation} and ${op.invocation} both inserted a row of key ${key}, though each was to look for the row of the other first`,
      }));
    }
  }
  if (inserted.size === 0) return unknown(NAME, 'no insert was acknowledged');
  const reason = `no key of ${counted(inserted.size, 'key')} has two rows`;
  return found.verdict(NAME, reason, { keys: inserted.size });
}

/** The key of an insert of `[key, ids]`. @throws MalformedHistoryError where there is none. */
function keyOf({ op, invocation }: HistoryOp): string {
  const [key, ids] = listOf(op.value) ?? [];
  if (key === undefined || ids === undefined) {
    throw new MalformedHistoryError(
      invocation,
      'an insert of [key [id nil]] or [key [nil id]]',
      op.value,
    );
  }
  return valueText(key);
}
