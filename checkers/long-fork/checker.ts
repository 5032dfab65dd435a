import type { Value } from 'ts-linearizability';
import { defineChecker } from '../../harness/core/catalogue.js';
import type { History } from '../../harness/core/history.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { counted } from '../../harness/core/words.js';
import { clientOps, eventsOf } from '../client-ops.js';
import { Found } from '../found.js';
import { grouped } from '../../harness/core/grouped.js';
import type { HistoryOp } from '../history-op.js';
import { MalformedHistoryError } from '../malformed-history.js';
import { listOf } from '../models/op-values.js';
import { judgedOrRefused, unknown } from '../refusal.js';
import { valueText } from '../value-text.js';

const NAME = 'long-fork';

/** A read of a group of keys, each of which is written once. */
interface GroupRead {
  readonly op: HistoryOp;
  readonly steps: readonly (readonly Value[])[];
}

/**
 * Reads of one group of keys, each key written once, must agree on the order of the writes: of two reads one
 * has seen all that the other one saw. Where each has seen a write that the other one missed, there is a long fork
 * (Sovran et al., Transactional storage for geo-replicated systems, 2011, section 3.2).
 */
export const longFork = defineChecker({
  name: NAME,
  summary: 'all reads of a group of keys agree on the order of its writes',
  dataTypes: ['transactions'],
  check: (_plan, history) => judgedOrRefused(NAME, () => verdictOn(history)),
});

function verdictOn(history: History): Verdict {
  const reads: GroupRead[] = [];
  for (const op of clientOps(history)) {
    const steps = op.op.outcome === 'ok' ? stepsOf(op) : [];
    if (steps.length < 2 || steps.some(([f]) => f !== 'r')) continue;
    reads.push({ op, steps });
  }
  const groups = grouped(reads, ({ steps }) => valueText(steps.map(([, key]) => key)));
  if (reads.length === 0) return unknown(NAME, 'no read of a group of keys was answered');
  const found = new Found();
  for (const group of groups.values()) findForks(group, found);
  const reason = `the reads of each of ${counted(groups.size, 'group')} of keys fit into one order`;
  return found.verdict(NAME, reason, { groups: groups.size, reads: reads.length });
}

/** What a transaction answered. @throws MalformedHistoryError where that is no list of steps. */
function stepsOf({ op, invocation, completion }: HistoryOp): GroupRead['steps'] {
  const steps = listOf(op.result)?.map((step) => listOf(step));
  if (op.f === 'txn' && steps?.every((step) => step?.length === 3) === true) {
    return steps.filter((step) => step !== undefined);
  }
  const expected = 'a transaction that answered a list of [f key value]';
  throw new MalformedHistoryError(completion ?? invocation, expected, op.result);
}

function findForks(group: readonly GroupRead[], found: Found): void {
  group.forEach((one, at) => {
    for (const other of group.slice(at + 1)) {
      const onlyOne = keySeenOnlyBy(one, other);
      const onlyOther = keySeenOnlyBy(other, one);
      if (onlyOne === undefined || onlyOther === undefined) continue;
      const [first, second] = [one.op.invocation, other.op.invocation];
      found.add('long-fork', () => ({
        ops: eventsOf([one.op, other.op]),
        reason: `op ${first} saw the write of key ${onlyOne} and not that of key ${onlyOther}; op ${second} saw it the other way round`,
      }));
    }
  });
}

function keySeenOnlyBy(one: GroupRead, other: GroupRead): string | undefined {
  const step = one.steps.find(
    ([, , value], at) => value !== null && (other.steps[at]?.[2] ?? null) === null,
  );
  return step === undefined ? undefined : valueText(step[1]);
}
