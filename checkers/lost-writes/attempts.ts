import type { History } from '../../harness/core/history.js';
import { MalformedHistoryError } from '../malformed-history.js';
import { Ordinals } from './ordinals.js';

/** What is known of an add. */
export type AttemptOutcome = 'acknowledged' | 'indeterminate' | 'failed';

/** By rising knowledge: of several adds of one element the best known outcome stands. */
const OUTCOMES = ['failed', 'indeterminate', 'acknowledged'] as const;

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

/**
 * All adds of a history by element, as columns: there may be millions, and an {@link Attempt} is
 * made only when it is asked for. An element that was acknowledged once must be there, however
 * often it was tried.
 */
export class Attempts {
  readonly #history: History;
  readonly #ordinals: Ordinals;
  readonly #invocations: Int32Array;
  readonly #outcomes: Uint8Array;
  /** By ordinal: the first invocation that has not failed; -1 where all have. */
  readonly #firsts: Int32Array;

  /** @throws MalformedHistoryError when an element is no integer. */
  constructor(history: History) {
    const adds = addsOf(history);
    this.#history = history;
    this.#ordinals = new Ordinals(adds.length, (i) => history.value(adds[i] as number) as number);
    const { size } = this.#ordinals;
    this.#invocations = new Int32Array(size);
    this.#outcomes = new Uint8Array(size);
    this.#firsts = new Int32Array(size).fill(-1);
    const known = new Uint8Array(size);
    for (const invocation of adds) {
      const ordinal = this.#ordinals.of(history.value(invocation) as number) as number;
      const outcome = outcomeOf(history, invocation);
      const hasFailed = OUTCOMES[outcome] === 'failed';
      if (!hasFailed && this.#firsts[ordinal] === -1) this.#firsts[ordinal] = invocation;
      if (known[ordinal] === 1 && outcome <= (this.#outcomes[ordinal] as number)) continue;
      known[ordinal] = 1;
      this.#invocations[ordinal] = invocation;
      this.#outcomes[ordinal] = outcome;
    }
  }

  /** Number of different elements. */
  get size(): number {
    return this.#ordinals.size;
  }

  /** The ordinal of an element; `undefined` where nobody tried to add it. */
  ordinalOf(element: number): number | undefined {
    return this.#ordinals.of(element);
  }

  get(element: number): Attempt | undefined {
    const ordinal = this.ordinalOf(element);
    return ordinal === undefined ? undefined : this.at(ordinal);
  }

  outcomeAt(ordinal: number): AttemptOutcome {
    return OUTCOMES[this.#outcomes[ordinal] as number] as AttemptOutcome;
  }

  /** Index of the first add of an element that has not failed: nobody can see the element before. `null` where all have. */
  firstAt(ordinal: number): number | null {
    const first = this.#firsts[ordinal] as number;
    return first === -1 ? null : first;
  }

  elementAt(ordinal: number): number {
    return this.#history.value(this.#invocations[ordinal] as number) as number;
  }

  /** When the answer came; infinite while none did. */
  endAt_ns(ordinal: number): number {
    const completion = this.#history.pairOf(this.#invocations[ordinal] as number);
    return completion === null ? Number.POSITIVE_INFINITY : this.#history.time(completion);
  }

  at(ordinal: number): Attempt {
    const history = this.#history;
    const invocation = this.#invocations[ordinal] as number;
    const completion = history.pairOf(invocation);
    const answeredBy = completion === null ? undefined : history.node(completion);
    return {
      element: this.elementAt(ordinal),
      ordinal,
      outcome: this.outcomeAt(ordinal),
      invocation,
      completion,
      start_ns: history.time(invocation),
      end_ns: this.endAt_ns(ordinal),
      node: answeredBy ?? history.node(invocation) ?? '?',
    };
  }

  /** All of them, by their ordinals. */
  *values(): IterableIterator<Attempt> {
    for (let ordinal = 0; ordinal < this.size; ordinal += 1) yield this.at(ordinal);
  }
}

/** The invocations of all adds. */
function addsOf(history: History): Int32Array {
  const adds = new Int32Array(history.length);
  let count = 0;
  for (let index = 0; index < history.length; index += 1) {
    if (history.type(index) !== 'invoke' || history.isNemesis(index)) continue;
    if (history.f(index) !== 'add') continue;
    const element = history.value(index);
    if (!Number.isSafeInteger(element)) {
      throw new MalformedHistoryError(index, 'an add of an integer', element);
    }
    adds[count] = index;
    count += 1;
  }
  return adds.subarray(0, count);
}

/** Position in {@link OUTCOMES}. */
function outcomeOf(history: History, invocation: number): number {
  const completion = history.pairOf(invocation);
  const type = completion === null ? 'info' : history.type(completion);
  return OUTCOMES.indexOf(
    type === 'ok' ? 'acknowledged' : type === 'fail' ? 'failed' : 'indeterminate',
  );
}
