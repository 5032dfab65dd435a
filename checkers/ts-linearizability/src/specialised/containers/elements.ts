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

/**
 * Pairs each operation that puts an element into a container with the one that takes it out. Only operations at the given
 * positions count. An element is left out if its put has no answer and nobody took it.
 */
export function elementsOf(
  columns: ContainerOperations,
  positions: ArrayLike<number>,
): ContainerHistory | ImpossibleTake {
  const { isPut, value, values, call, return: returned } = columns;
  const put = new Int32Array(values).fill(NONE);
  const take = new Int32Array(values).fill(NONE);
  const empty: number[] = [];
  const open: number[] = [];
  let again = NONE;
  for (let i = 0; i < positions.length; i++) {
    const at = positions[i] as number;
    const element = value[at] as number;
    if (isPut[at] === 1) {
      put[element] = at;
    } else if (element === EMPTY) {
      (returned[at] === Infinity ? open : empty).push(at);
    } else if (take[element] === NONE) {
      take[element] = at;
    } else if (again === NONE) {
      again = at;
    }
  }
  const second = value[again] ?? NONE;
  const others = [put[second] ?? NONE, take[second] ?? NONE];
  let count = 0;
  for (let element = 0; element < values; element++) {
    const came = put[element] as number;
    const left = take[element] as number;
    if (came === NONE && left !== NONE) {
      return { impossible: 'never-put', take: left, others: [] };
    }
    if (left !== NONE && (returned[left] as number) < (call[came] as number)) {
      return { impossible: 'not-yet-put', take: left, others: [came] };
    }
    if (left !== NONE || (returned[came] ?? Infinity) !== Infinity) {
      put[count] = came;
      take[count] = left;
      count++;
    }
  }
  return again === NONE
    ? { elements: timed(put.subarray(0, count), take.subarray(0, count), columns), empty, open }
    : { impossible: 'twice', take: again, others };
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
