import { defineChecker } from '../../harness/core/catalogue.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { counted } from '../../harness/core/words.js';
import { clientOps, eventsOf } from '../client-ops.js';
import { Found } from '../found.js';
import type { HistoryOp } from '../history-op.js';
import { unknown } from '../refusal.js';
import { valueText } from '../value-text.js';

const NAME = 'unique-ids';

/** No id is given out twice: every answer of `generate` differs from all others. */
export const uniqueIds = defineChecker({
  name: NAME,
  summary: 'no id was given out twice',
  dataTypes: ['ids'],
  check(_plan, history): Verdict {
    const found = new Found();
    const firstWith = new Map<string, HistoryOp>();
    let ids = 0;
    for (const op of clientOps(history)) {
      if (op.op.f !== 'generate' || op.op.outcome !== 'ok') continue;
      ids += 1;
      const id = valueText(op.op.result);
      const first = firstWith.get(id);
      if (first === undefined) {
        firstWith.set(id, op);
      } else {
        found.add('duplicate-id', () => ({
          ops: eventsOf([first, op]),
          reason: `the id ${id} was given out twice: by op ${first.invocation} and by op ${op.invocation}`,
        }));
      }
    }
    if (ids === 0) return unknown(NAME, 'no id was given out');
    return found.verdict(NAME, `all of ${counted(ids, 'id')} differ`, { ids });
  },
});
