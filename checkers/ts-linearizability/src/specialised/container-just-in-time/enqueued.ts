import { sort } from '../../history/sort.js';
import type { ContainerOperations } from '../containers/operations.js';

/**
 * The enqueues of the elements that have left: all up to the call of one of them, but for those
 * skipped. Their order respects the intervals, so each is a prefix of such an order.
 */
export interface Prefix {
  readonly last: number;
  readonly skipped: readonly number[];
  /** The latest of the calls; the earliest return of the others. */
  readonly latestCall: number;
  readonly earliestReturn: number;
  next: ReadonlyMap<number, Prefix> | undefined;
}

/** Of a prefix with its entry in the table, of each that it skips, and of each that can be next. */
const PREFIX_BYTES = 250;
const SKIPPED_BYTES = 16;
const NEXT_BYTES = 40;

/** The prefixes of the orders of enqueues that returned: equal ones are the same object. */
export class Prefixes {
  readonly #operations: ContainerOperations;
  /** The enqueues by their calls. */
  readonly enqueues: Int32Array;
  /** Per enqueue, in that order: the earliest return from there on. */
  readonly #earliest: Float64Array;
  readonly #prefixes = new Map<string, Prefix>();
  readonly empty: Prefix;
  /** About how much memory they hold. */
  bytes = 0;

  constructor(operations: ContainerOperations) {
    const { isPut, call, return: returned } = operations;
    this.#operations = operations;
    this.enqueues = sort(call).filter((at) => isPut[at] === 1 && returned[at] !== Infinity);
    this.#earliest = new Float64Array(this.enqueues.length + 1).fill(Infinity);
    for (let i = this.enqueues.length - 1; i >= 0; i--) {
      const own = returned[this.enqueues[i] as number] as number;
      this.#earliest[i] = Math.min(own, this.#earliest[i + 1] as number);
    }
    this.empty = this.#prefix(-1, [], -Infinity);
  }

  /**
   * By the enqueues that can be next, the prefixes with them; of those of one value that return in
   * their order, only the first.
   */
  extensions(prefix: Prefix): ReadonlyMap<number, Prefix> {
    return (prefix.next ??= this.#extensions(prefix));
  }

  #extensions({ last, skipped, latestCall, earliestReturn }: Prefix): Map<number, Prefix> {
    const next = this.#after(last, skipped, earliestReturn);
    const found = new Map<number, Prefix>();
    for (const i of next.filter((one) => !next.some((other) => this.#comesBefore(other, one)))) {
      const end = Math.max(last, i);
      const left = next.filter((other) => other < end && other !== i);
      const latest = Math.max(latestCall, this.#call(i));
      found.set(this.enqueues[i] as number, this.#prefix(end, left, latest));
    }
    this.bytes += NEXT_BYTES * found.size;
    return found;
  }

  /**
   * The enqueues of a value that are not in a prefix and were called by a moment; of those that
   * return in their order, only the first.
   */
  ahead({ last, skipped }: Prefix, moment: number, value: number): number[] {
    const all = this.#after(last, skipped, moment).filter(
      (i) => this.#operations.value[this.enqueues[i] as number] === value,
    );
    return all
      .filter((i) => !all.some((other) => this.#comesBefore(other, i)))
      .map((i) => this.enqueues[i] as number);
  }

  #after(last: number, skipped: readonly number[], moment: number): number[] {
    const next = [...skipped];
    for (let i = last + 1; i < this.enqueues.length && this.#call(i) <= moment; i++) {
      next.push(i);
    }
    return next;
  }

  #call(i: number): number {
    return this.#operations.call[this.enqueues[i] as number] as number;
  }

  #comesBefore(i: number, j: number): boolean {
    const { return: returned, value } = this.#operations;
    const [one, other] = [this.enqueues[i] as number, this.enqueues[j] as number];
    return (
      i < j &&
      value[one] === value[other] &&
      (returned[one] as number) <= (returned[other] as number)
    );
  }

  #prefix(last: number, skipped: readonly number[], latestCall: number): Prefix {
    const key = `${last},${skipped.join()}`;
    let prefix = this.#prefixes.get(key);
    if (prefix === undefined) {
      const { return: returned } = this.#operations;
      const earliestReturn = skipped.reduce(
        (earliest, i) => Math.min(earliest, returned[this.enqueues[i] as number] as number),
        this.#earliest[last + 1] as number,
      );
      prefix = { last, skipped, latestCall, earliestReturn, next: undefined };
      this.#prefixes.set(key, prefix);
      this.bytes += PREFIX_BYTES + SKIPPED_BYTES * skipped.length;
    }
    return prefix;
  }
}
