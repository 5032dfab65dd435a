import type { History } from '../../harness/core/history.js';
import { MalformedHistoryError } from '../malformed-history.js';

/** What is known of an add. */
export type AttemptOutcome = 'acknowledged' | 'indeterminate' | 'failed';

/** One element that a client tried to add. */
export interface Attempt {
  readonly element: number;
  /** Position among all elements, in the order in which they were first attempted. */
  readonly ordinal: number;
  readonly outcome: AttemptOutcome;
  /** Index of the invocation. */
  readonly invocation: number;
  /** Index of the completion; `null` when there is none. */
  readonly completion: number | null;
  readonly start_ns: number;
  /** When the answer came; infinite while none did. */
  readonly end_ns: number;
  /** The node that the write was sent to; `?` where the history does not say. */
  readonly node: string;
}

const RANK: Readonly<Record<AttemptOutcome, number>> = {
  failed: 0,
  indeterminate: 1,
  acknowledged: 2,
};

/**
 * All adds of a history by element. Of several adds of one element the best known outcome
 * stands: an element that was acknowledged once must be there.
 * @throws MalformedHistoryError when an element is no integer.
 */
export function attemptsOf(history: History): ReadonlyMap<number, Attempt> {
  const attempts = new Map<number, Attempt>();
  for (let index = 0; index < history.length; index += 1) {
    if (history.type(index) !== 'invoke' || history.isNemesis(index)) continue;
    if (history.f(index) !== 'add') continue;
    const element = elementAt(history, index);
    const before = attempts.get(element);
    const ordinal = before?.ordinal ?? attempts.size;
    const attempt = attemptAt(history, index, element, ordinal);
    if (before === undefined || RANK[attempt.outcome] > RANK[before.outcome]) {
      attempts.set(element, attempt);
    }
  }
  return attempts;
}

function elementAt(history: History, invocation: number): number {
  const element = history.value(invocation);
  if (typeof element !== 'number' || !Number.isSafeInteger(element)) {
    throw new MalformedHistoryError(invocation, 'an add of an integer', element);
  }
  return element;
}

function attemptAt(
  history: History,
  invocation: number,
  element: number,
  ordinal: number,
): Attempt {
  const completion = history.pairOf(invocation);
  const type = completion === null ? 'info' : history.type(completion);
  const answeredBy = completion === null ? undefined : history.node(completion);
  return {
    element,
    ordinal,
    outcome: type === 'ok' ? 'acknowledged' : type === 'fail' ? 'failed' : 'indeterminate',
    invocation,
    completion,
    start_ns: history.time(invocation),
    end_ns: completion === null ? Number.POSITIVE_INFINITY : history.time(completion),
    node: answeredBy ?? history.node(invocation) ?? '?',
  };
}
