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
  readonly uses: 0;
  next: readonly Extension[] | undefined;
}

/** One more enqueue, and the prefix with it. */
export interface Extension {
  readonly enqueue: number;
  readonly to: Prefix;
}

/** The prefixes of the orders of enqueues that returned: equal ones are the same object. */
export class Prefixes {
  readonly #operations: ContainerOperations;
  /** The enqueues by their calls. */
  readonly enqueues: Int32Array;
  /** Per enqueue, in that order: the earliest return from there on. */
  readonly #earliest: Float64Array;
  readonly #prefixes = new Map<string, Prefix>();
  readonly empty: Prefix;

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

  /** The enqueues that can be next; of those of one value that return in their order, the first. */
  extensions(prefix: Prefix): readonly Extension[] {
    return (prefix.next ??= this.#extensions(prefix));
  }

  #extensions({ last, skipped, latestCall, earliestReturn }: Prefix): Extension[] {
    const { call } = this.#operations;
    const next = [...skipped];
    for (let i = last + 1; i < this.enqueues.length && this.#call(i) <= earliestReturn; i++) {
      next.push(i);
    }
    return next
      .filter((i) => !next.some((other) => this.#comesBefore(other, i)))
      .map((i) => {
        const enqueue = this.enqueues[i] as number;
        const end = Math.max(last, i);
        const left = next.filter((other) => other < end && other !== i);
        const latest = Math.max(latestCall, call[enqueue] as number);
        return { enqueue, to: this.#prefix(end, left, latest) };
      });
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
      prefix = { last, skipped, latestCall, earliestReturn, uses: 0, next: undefined };
      this.#prefixes.set(key, prefix);
    }
    return prefix;
  }
}
