/** Operations of one kind by their calls. */
export interface ByCall {
  readonly call: Float64Array;
  readonly return: Float64Array;
  /** Identity of what each puts in or takes. */
  readonly value: Int32Array;
}

/** One more operation: which, and the set with it. */
export interface Addition {
  readonly operation: number;
  readonly value: number;
  readonly to: number;
}

/** All operations up to `last`, but for those skipped. */
interface Ideal {
  readonly last: number;
  readonly skipped: readonly number[];
  /** The latest of the calls; the earliest return of the others. */
  readonly latestCall: number;
  readonly earliestReturn: number;
  additions: readonly Addition[] | undefined;
}

/**
 * The sets of operations that can be the first so many in an order that respects the intervals,
 * numbered as they are met; 0 is the empty one. Few operations are open at a time, so few are
 * skipped, and there are few sets of each size.
 */
export class Ideals {
  readonly #operations: ByCall;
  /** Per operation: the earliest return from there on. */
  readonly #earliest: Float64Array;
  readonly #ideals: Ideal[] = [];
  readonly #ids = new Map<string, number>();

  constructor(operations: ByCall) {
    this.#operations = operations;
    const count = operations.call.length;
    this.#earliest = new Float64Array(count + 1).fill(Infinity);
    for (let at = count - 1; at >= 0; at--) {
      this.#earliest[at] = Math.min(
        operations.return[at] as number,
        this.#earliest[at + 1] as number,
      );
    }
    this.#idOf(-1, [], -Infinity);
  }

  latestCall(ideal: number): number {
    return (this.#ideals[ideal] as Ideal).latestCall;
  }

  /** The earliest return of the operations that are left; infinite if there are none. */
  earliestReturn(ideal: number): number {
    return (this.#ideals[ideal] as Ideal).earliestReturn;
  }

  isComplete(ideal: number): boolean {
    const { last, skipped } = this.#ideals[ideal] as Ideal;
    return skipped.length === 0 && last === this.#operations.call.length - 1;
  }

  /** The operations that can be next. */
  additions(ideal: number): readonly Addition[] {
    const from = this.#ideals[ideal] as Ideal;
    return (from.additions ??= this.#additionsOf(from));
  }

  #additionsOf(from: Ideal): readonly Addition[] {
    const { call, value } = this.#operations;
    const found: Addition[] = [];
    const next: number[] = [...from.skipped];
    for (
      let at = from.last + 1;
      at < call.length && (call[at] as number) <= from.earliestReturn;
      at++
    ) {
      next.push(at);
    }
    for (const operation of next) {
      if (!next.some((other) => this.#comesBefore(other, operation))) {
        const last = Math.max(from.last, operation);
        const skipped = next.filter((other) => other < last && other !== operation);
        const latestCall = Math.max(from.latestCall, call[operation] as number);
        const to = this.#idOf(last, skipped, latestCall);
        found.push({ operation, value: value[operation] as number, to });
      }
    }
    return found;
  }

  /** Whether an operation does the same as another one, and might as well go first. */
  #comesBefore(other: number, operation: number): boolean {
    const { return: returned, value } = this.#operations;
    return (
      other < operation &&
      value[other] === value[operation] &&
      (returned[other] as number) <= (returned[operation] as number)
    );
  }

  #idOf(last: number, skipped: readonly number[], latestCall: number): number {
    const key = `${last},${skipped.join()}`;
    let id = this.#ids.get(key);
    if (id === undefined) {
      const { return: returned } = this.#operations;
      let earliestReturn = this.#earliest[last + 1] as number;
      for (const at of skipped) {
        earliestReturn = Math.min(earliestReturn, returned[at] as number);
      }
      id = this.#ideals.length;
      this.#ideals.push({ last, skipped, latestCall, earliestReturn, additions: undefined });
      this.#ids.set(key, id);
    }
    return id;
  }
}
