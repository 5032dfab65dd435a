import { gather } from '../../history/columns.js';
import type { Intervals } from '../intervals.js';
import { EMPTY, NONE, type ContainerOperations } from './operations.js';

/** When elements that nobody took leave. */
export const NEVER = Infinity;

/** The elements of a container: when each came and left, at the earliest and at the latest. */
export interface Elements {
  readonly count: number;
  /** The operation that put the element in. */
  readonly put: Int32Array;
  /** The operation that answered the element, one without an answer that took it, or `NONE`. */
  readonly take: Int32Array;
  readonly putCall: Float64Array;
  readonly putReturn: Float64Array;
  readonly takeCall: Float64Array;
  readonly takeReturn: Float64Array;
}

/** A history of a container whose elements are all different. */
export interface ContainerHistory {
  readonly elements: Elements;
  /** Operations that found the container empty. */
  readonly empty: readonly number[];
  /** Operations without an answer that take: each takes an element, finds nothing, or never happens. */
  readonly open: readonly number[];
}

/** An operation that cannot have taken what it answered. */
export interface ImpossibleTake {
  readonly impossible: 'never-put' | 'not-yet-put' | 'twice';
  readonly take: number;
  /** The operation that put it in, and for `twice` the other one that took it. */
  readonly others: readonly number[];
}

/** All operations that put in, and that answered, a value that was put in more than once. */
export interface RepeatedValue {
  readonly puts: readonly number[];
  readonly takes: readonly number[];
}

/** Pairs the operations that put elements into a container with those that take them out. */
export class Pairs {
  /** Of all operations. */
  readonly intervals: Intervals;
  readonly #operations: ContainerOperations;
  /** What an operation puts in or takes, where equal ones are told apart; `NONE` if it took nothing known. */
  readonly #element: Int32Array;
  readonly #empty: number[] = [];
  readonly #open: number[] = [];
  /** How many elements are told apart. */
  #elements: number;

  constructor(operations: ContainerOperations) {
    const { isPut, value, return: returned, values } = operations;
    this.intervals = operations;
    this.#operations = operations;
    this.#element = value.slice();
    this.#elements = values;
    for (let at = 0; at < value.length; at++) {
      if (isPut[at] === 0 && value[at] === EMPTY) {
        (returned[at] === Infinity ? this.#open : this.#empty).push(at);
      }
    }
  }

  /** The values that were put in more than once, each with all its operations. */
  repeated(): RepeatedValue[] {
    const { isPut, values } = this.#operations;
    const puts = new Int32Array(values);
    for (let i = 0; i < isPut.length; i++) {
      const element = this.#element[i] as number;
      puts[element] = (puts[element] ?? 0) + (isPut[i] as number);
    }
    if (puts.every((count) => count <= 1)) {
      return [];
    }
    const found = new Map<number, { puts: number[]; takes: number[] }>();
    for (const [i, element] of this.#element.entries()) {
      if ((puts[element] ?? 0) > 1) {
        const value = found.get(element) ?? { puts: [], takes: [] };
        found.set(element, value);
        (isPut[i] === 1 ? value.puts : value.takes).push(i);
      }
    }
    return [...found.values()];
  }

  /** Tells equal elements apart: each operation that takes one takes that of a certain put. */
  tellApart({ puts, takes }: RepeatedValue, putOf: readonly number[]): void {
    for (const [i, put] of puts.entries()) {
      // The first keeps the identity of the value.
      if (i > 0 && this.#element[put] === this.#element[puts[0] as number]) {
        this.#element[put] = this.#elements++;
      }
    }
    for (const [i, take] of takes.entries()) {
      this.#element[take] = this.#element[putOf[i] as number] as number;
    }
  }

  /** The elements; one put in by an operation without an answer that nobody took is left out. */
  match(): ContainerHistory | ImpossibleTake {
    const ids = this.#elements;
    const put = new Int32Array(ids).fill(NONE);
    const take = new Int32Array(ids).fill(NONE);
    let again = NONE;
    for (let i = 0; i < this.#element.length; i++) {
      const element = this.#element[i] as number;
      if (element === NONE) {
        continue;
      }
      if (this.#operations.isPut[i] === 1) {
        put[element] = i;
      } else if (take[element] === NONE) {
        take[element] = i;
      } else if (again === NONE) {
        again = i;
      }
    }
    const second = this.#element[again] ?? NONE;
    const others = [put[second] ?? NONE, take[second] ?? NONE];
    let count = 0;
    const { call, return: returned } = this.intervals;
    for (let element = 0; element < ids; element++) {
      const came = put[element] as number;
      const left = take[element] as number;
      if (came === NONE) {
        return { impossible: 'never-put', take: left, others: [] };
      }
      if (left !== NONE && (returned[left] as number) < (call[came] as number)) {
        return { impossible: 'not-yet-put', take: left, others: [came] };
      }
      if (left !== NONE || returned[came] !== Infinity) {
        put[count] = came;
        take[count] = left;
        count++;
      }
    }
    if (again !== NONE) {
      return { impossible: 'twice', take: again, others };
    }
    return {
      elements: timed(put.subarray(0, count), take.subarray(0, count), this.intervals),
      empty: this.#empty,
      open: this.#open,
    };
  }
}

function timed(put: Int32Array, take: Int32Array, intervals: Intervals): Elements {
  return {
    count: put.length,
    put,
    take,
    putCall: gather(intervals.call, put),
    putReturn: gather(intervals.return, put),
    takeCall: gather(intervals.call, take, NEVER),
    takeReturn: gather(intervals.return, take, NEVER),
  };
}
