import { defineChecker } from '../../harness/core/catalogue.js';
import type { History } from '../../harness/core/history.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { count, counted } from '../../harness/core/words.js';
import { clientOps, eventsOf } from '../client-ops.js';
import { Found } from '../found.js';
import type { HistoryOp } from '../history-op.js';
import { unknown } from '../refusal.js';
import { valueText } from '../value-text.js';

const NAME = 'total-queue';

/** What became of one element. */
interface Element {
  readonly enqueues: HistoryOp[];
  readonly dequeues: HistoryOp[];
}

/**
 * What goes into a queue comes out of it, once. The order is left to `linearizable`. As in Jepsen, loss is judged only where
 * the queue was seen empty after everything else; and since a dequeue without an answer may have taken
 * an element, as many missing elements as there are such dequeues are not called lost.
 */
export const totalQueue = defineChecker({
  name: NAME,
  summary: 'every acknowledged element of a queue came out once',
  dataTypes: ['queue'],
  check(_plan, history): Verdict {
    const elements = elementsOf(history);
    const found = new Found();
    for (const [value, element] of elements) judge(value, element, found);

    const dequeued = [...elements.values()].filter(({ dequeues }) => dequeues.length > 0).length;
    const missing = [...elements].filter(
      ([, { enqueues, dequeues }]) =>
        dequeues.length === 0 && enqueues.some(({ op }) => op.outcome === 'ok'),
    );
    const { unanswered, emptyAtEnd } = endOf(history);
    const details = { elements: elements.size, dequeued, missing: missing.length, unanswered };
    if (emptyAtEnd && missing.length > unanswered) {
      for (const [value, { enqueues }] of missing) {
        found.add('lost-element', () => ({
          ops: eventsOf(enqueues),
          reason: `${value} was enqueued and acknowledged, and never came out, though the queue was empty at the end${
            unanswered === 0
              ? ''
              : `; of ${count(missing.length)} elements that are missing, at most ${count(unanswered)} were taken by dequeues without an answer`
          }`,
        }));
      }
    }
    const valid = `each of ${counted(dequeued, 'element')} came out once`;
    const verdict = found.verdict(
      NAME,
      missing.length === 0
        ? valid
        : `${valid}; ${count(missing.length)} more may have been taken by dequeues without an answer`,
      details,
    );
    if (verdict.outcome === 'invalid') return verdict;
    if (elements.size === 0) return unknown(NAME, 'nothing was enqueued', details);
    return emptyAtEnd
      ? verdict
      : unknown(NAME, 'the queue was never seen empty after the last enqueue', details);
  },
});

function elementsOf(history: History): ReadonlyMap<string, Element> {
  const elements = new Map<string, Element>();
  const at = (value: unknown): Element => {
    const key = valueText(value);
    const known = elements.get(key) ?? { enqueues: [], dequeues: [] };
    elements.set(key, known);
    return known;
  };
  for (const op of clientOps(history)) {
    const { f, value, outcome, result } = op.op;
    if (f === 'enqueue') at(value).enqueues.push(op);
    else if (f === 'dequeue' && outcome === 'ok' && result !== null) at(result).dequeues.push(op);
  }
  return elements;
}

function judge(value: string, { enqueues, dequeues }: Element, found: Found): void {
  const [first] = dequeues;
  if (first === undefined) return;
  const attempts = enqueues.filter(({ op }) => op.outcome !== 'fail').length;
  if (enqueues.length === 0) {
    found.add('unexpected-element', () => ({
      ops: eventsOf(dequeues),
      reason: `op ${first.invocation} dequeued ${value}, which nobody had enqueued`,
    }));
  } else if (attempts === 0) {
    found.add('failed-element', () => ({
      ops: eventsOf([...enqueues, ...dequeues]),
      reason: `op ${first.invocation} dequeued ${value}, whose enqueue had failed`,
    }));
  } else if (dequeues.length > attempts) {
    found.add('duplicate-element', () => ({
      ops: eventsOf([...enqueues, ...dequeues]),
      reason: `${value} was enqueued ${counted(attempts, 'time')} and came out ${counted(dequeues.length, 'time')}`,
    }));
  }
}

/** Dequeues of which nobody knows what they took, and whether the queue was empty at the end. */
function endOf(history: History): { readonly unanswered: number; readonly emptyAtEnd: boolean } {
  let unanswered = 0;
  let lastEnqueue = -1;
  let lastEmpty = -1;
  for (const { op, invocation, completion } of clientOps(history)) {
    if (op.f === 'enqueue') {
      if (op.outcome !== 'fail') lastEnqueue = Math.max(lastEnqueue, completion ?? invocation);
    } else if (op.f === 'dequeue') {
      if (op.outcome === 'info') unanswered += 1;
      if (op.outcome === 'ok' && op.result === null) lastEmpty = invocation;
    }
  }
  return { unanswered, emptyAtEnd: lastEmpty > lastEnqueue };
}
