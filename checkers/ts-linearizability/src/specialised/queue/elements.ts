import type { QueueInput, QueueOutput } from '../../models/inputs.js';
import type { Control, Operation } from '../../types.js';
import { ValueIds } from '../value-ids.js';

/** No operation. */
export const NONE = -1;

/**
 * When elements without a dequeue leave: never. Later than a dequeue without an answer, which
 * may take effect at any time.
 */
export const NEVER = Infinity;
export const ANY_TIME_LATER = Number.MAX_VALUE;

/** The elements of a queue: when each came and left, at the earliest and at the latest. */
export interface Elements {
  readonly count: number;
  readonly enqueue: Int32Array;
  /** The dequeue that answered the element, one without an answer that took it, or `NONE`. */
  readonly dequeue: Int32Array;
  readonly enqueueCall: Float64Array;
  readonly enqueueReturn: Float64Array;
  readonly dequeueCall: Float64Array;
  readonly dequeueReturn: Float64Array;
}

/** A history of a queue whose elements are all different. */
export interface QueueHistory {
  readonly elements: Elements;
  /** Dequeues that found the queue empty. */
  readonly empty: Int32Array;
  /** Dequeues without an answer: each takes an element, finds nothing, or never happens. */
  readonly open: Int32Array;
}

/** A dequeue that cannot have answered its element. */
export interface ImpossibleDequeue {
  readonly impossible: 'never-enqueued' | 'not-yet-enqueued' | 'twice';
  readonly dequeue: number;
  /** The enqueue, and for `twice` the other dequeue. */
  readonly others: readonly number[];
}

type QueueOperations = readonly Operation<QueueInput, QueueOutput>[];

/** Pairs enqueues and dequeues, or says in words why that is not possible. */
export class QueuePairs {
  readonly #operations: QueueOperations;
  readonly #ids: ValueIds;
  readonly #element: Int32Array;
  readonly #empty: number[] = [];
  readonly #open: number[] = [];

  private constructor(operations: QueueOperations) {
    this.#operations = operations;
    this.#ids = new ValueIds(operations.length);
    this.#element = new Int32Array(operations.length).fill(NONE);
  }

  static of(operations: QueueOperations, control: Control): QueuePairs | string {
    const pairs = new QueuePairs(operations);
    return pairs.#read(control) ?? pairs.#unique() ?? pairs;
  }

  #read(control: Control): string | undefined {
    for (let i = 0; i < this.#operations.length; i++) {
      if ((i & 0xffff) === 0xffff && control.stop() !== undefined) {
        return 'a bound was hit';
      }
      const { input, output, return: returned } = this.#operations[i] as QueueOperations[number];
      if (input.f === 'enqueue') {
        this.#element[i] = this.#ids.idOf(input.value);
      } else if (output === undefined) {
        if (returned !== Infinity) {
          return `operation ${i} took an element, but it is not known which`;
        }
        this.#open.push(i);
      } else if (returned === Infinity) {
        return `operation ${i} has an answer, but no time of it`;
      } else if (output === null) {
        this.#empty.push(i);
      } else {
        this.#element[i] = this.#ids.idOf(output);
      }
    }
    return undefined;
  }

  #unique(): string | undefined {
    const seen = new Uint8Array(this.#ids.count);
    for (let i = 0; i < this.#operations.length; i++) {
      const element = this.#element[i] as number;
      if (element !== NONE && this.#operations[i]?.input.f === 'enqueue') {
        if (seen[element] === 1) {
          return `operation ${i} enqueues a value that was enqueued before`;
        }
        seen[element] = 1;
      }
    }
    return undefined;
  }

  /** The elements; an enqueue without an answer that nobody dequeued is left out. */
  match(): QueueHistory | ImpossibleDequeue {
    const ids = this.#ids.count;
    const enqueue = new Int32Array(ids).fill(NONE);
    const dequeue = new Int32Array(ids).fill(NONE);
    for (let i = 0; i < this.#operations.length; i++) {
      const element = this.#element[i] as number;
      if (element === NONE) {
        continue;
      }
      if (this.#operations[i]?.input.f === 'enqueue') {
        enqueue[element] = i;
      } else if (dequeue[element] === NONE) {
        dequeue[element] = i;
      } else {
        const others = [enqueue[element] as number, dequeue[element] as number];
        return { impossible: 'twice', dequeue: i, others };
      }
    }
    let count = 0;
    for (let element = 0; element < ids; element++) {
      const put = enqueue[element] as number;
      const got = dequeue[element] as number;
      if (put === NONE) {
        return { impossible: 'never-enqueued', dequeue: got, others: [] };
      }
      if (got !== NONE && this.#returnOf(got) < this.#callOf(put)) {
        return { impossible: 'not-yet-enqueued', dequeue: got, others: [put] };
      }
      if (got !== NONE || this.#returnOf(put) !== Infinity) {
        enqueue[count] = put;
        dequeue[count] = got;
        count++;
      }
    }
    return {
      elements: this.#timed(enqueue.subarray(0, count), dequeue.subarray(0, count)),
      empty: Int32Array.from(this.#empty),
      open: Int32Array.from(this.#open),
    };
  }

  #timed(enqueue: Int32Array, dequeue: Int32Array): Elements {
    const count = enqueue.length;
    const elements = {
      count,
      enqueue,
      dequeue,
      enqueueCall: new Float64Array(count),
      enqueueReturn: new Float64Array(count),
      dequeueCall: new Float64Array(count).fill(NEVER),
      dequeueReturn: new Float64Array(count).fill(NEVER),
    };
    for (let element = 0; element < count; element++) {
      const got = dequeue[element] as number;
      elements.enqueueCall[element] = this.#callOf(enqueue[element] as number);
      elements.enqueueReturn[element] = this.#returnOf(enqueue[element] as number);
      if (got !== NONE) {
        elements.dequeueCall[element] = this.#callOf(got);
        elements.dequeueReturn[element] = this.#returnOf(got);
      }
    }
    return elements;
  }

  #callOf(operation: number): number {
    return this.#operations[operation]?.call ?? 0;
  }

  #returnOf(operation: number): number {
    return this.#operations[operation]?.return ?? 0;
  }
}
