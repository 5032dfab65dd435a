import { defineChecker } from '../../harness/core/catalogue.js';
import type { History } from '../../harness/core/history.js';
import type { JsonObject } from '../../harness/core/json.js';
import type { TestPlan } from '../../harness/core/plan.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { counted } from '../../harness/core/words.js';
import { Found } from '../found.js';
import type { Attempt } from '../lost-writes/attempts.js';
import { judgedOrRefused, unknown } from '../refusal.js';
import { latencies } from '../stats/percentiles.js';
import { elementsIn, wholeReadsOf, type Elements, type WholeRead } from './elements.js';
import { sectionOf } from './section.js';

const NAME = 'set-full';

/**
 * What became of each element of a set that is read while elements are added, after Jepsen's set-full. An element that was
 * acknowledged, or seen, must be in every read that begins later. It is lost where no read shows it any more, and stale
 * where a later one does. The option `linearizable` of the workload says whether stale elements break the promise of the store.
 */
export const setFull = defineChecker({
  name: NAME,
  summary: 'every element that is known to be in a set is in each later read of it',
  dataTypes: ['set'],
  check: (plan, history) => judgedOrRefused(NAME, () => verdictOn(plan, history)),
});

function verdictOn({ workload }: TestPlan, history: History): Verdict {
  const reads = wholeReadsOf(history);
  const elements = elementsIn(history, reads);
  const found = new Found();
  for (const read of reads) findInRead(read, elements, found);
  const mayBeStale = workload.options['linearizable'] === false;
  const account = accountOf(history, reads, elements, mayBeStale, found);
  const { acknowledged } = account;
  const verdict = {
    ...found.verdict(
      NAME,
      `${counted(acknowledged, 'acknowledged element')} in each of the reads that began later`,
      account,
    ),
    sections: [sectionOf(account)],
  };
  if (verdict.outcome === 'invalid') return verdict;
  if (reads.length === 0) return unknown(NAME, 'no read was answered', account);
  if (acknowledged === 0) return unknown(NAME, 'no add was acknowledged', account);
  if (account.stable === 0) {
    return unknown(NAME, 'no read shows an element, and none began after an add was over', account);
  }
  return verdict;
}

/** What a read shows that can't be. */
function findInRead(read: WholeRead, { attempts }: Elements, found: Found): void {
  const ops = [read.invocation, read.completion];
  const inWords = `op ${read.invocation}`;
  const seen = new Set<number>();
  for (const element of read.elements) {
    if (seen.has(element) && read.unique) {
      found.add('duplicate-element', () => ({
        ops,
        reason: `${inWords} read element ${element} twice`,
      }));
    }
    seen.add(element);
    const attempt = attempts.get(element);
    if (attempt === undefined) {
      found.add('unexpected-element', () => ({
        ops,
        reason: `${inWords} read element ${element}, which nobody added`,
      }));
    } else if (attempt.outcome === 'failed') {
      found.add('failed-element', () => ({
        ops: [...eventsOf(attempt), ...ops],
        reason: `${inWords} read element ${element}, but its add (op ${attempt.invocation}) had failed`,
      }));
    } else if ((attempts.firstAt(attempt.ordinal) ?? 0) > read.completion) {
      found.add('future-element', () => ({
        ops: [...ops, ...eventsOf(attempt)],
        reason: `${inWords} read element ${element} before op ${attempt.invocation} added it`,
      }));
    }
  }
}

/** What became of all elements: counts, and how long it took until each was in every read. */
function accountOf(
  history: History,
  reads: readonly WholeRead[],
  { attempts, known, seenUntil, missedBy }: Elements,
  mayBeStale: boolean,
  found: Found,
): JsonObject & { readonly acknowledged: number; readonly stable: number } {
  const counts = { acknowledged: 0, stable: 0, stale: 0, lost: 0, neverRead: 0 };
  const stableAfter_ns: number[] = [];
  for (const attempt of attempts.values()) {
    const { ordinal } = attempt;
    if (attempt.outcome === 'acknowledged') counts.acknowledged += 1;
    const from = known[ordinal] as number;
    const until = seenUntil[ordinal] as number;
    const missing = reads[missedBy[ordinal] as number];
    if (missing === undefined) {
      if (until === -1) counts.neverRead += from === Infinity ? 0 : 1;
      else {
        counts.stable += 1;
        stableAfter_ns.push(0);
      }
    } else if (until < missing.invocation) {
      counts.lost += 1;
      found.add('lost-element', () => ({
        ops: [...eventsOf(attempt), missing.invocation, missing.completion],
        reason: `element ${attempt.element}, ${knownBy(attempt, from)}, is missing from the read of op ${missing.invocation}, which began later, and from all reads after it`,
      }));
    } else {
      counts.stale += 1;
      counts.stable += 1;
      stableAfter_ns.push(history.time(missing.invocation) - history.time(from));
      if (!mayBeStale) {
        found.add('stale-element', () => ({
          ops: [...eventsOf(attempt), missing.invocation, missing.completion],
          reason: `element ${attempt.element}, ${knownBy(attempt, from)}, is missing from the read of op ${missing.invocation}, which began later; another read, which ended at event ${until}, has it`,
        }));
      }
    }
  }
  return { ...counts, reads: reads.length, stableAfter: latencies(stableAfter_ns) };
}

function knownBy({ invocation, completion, outcome }: Attempt, known: number): string {
  return outcome === 'acknowledged' && known === completion
    ? `which op ${invocation} added and had acknowledged`
    : `which op ${invocation} added and a read had shown by event ${known}`;
}

function eventsOf({ invocation, completion }: Attempt): readonly number[] {
  return completion === null ? [invocation] : [invocation, completion];
}
