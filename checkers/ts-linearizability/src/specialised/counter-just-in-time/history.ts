import type { CounterInput, CounterOutput } from '../../models/inputs.js';
import type { Operation } from '../../types.js';
import {
  boundsOf,
  findConflict,
  neighboursOf,
  orderByRank,
  UNRANKED,
  type RankConflict,
} from '../ranks.js';

export type CounterOperations = readonly Operation<CounterInput, CounterOutput>[];

/** Sums and amounts beyond this are left to others. */
const LARGEST = 2 ** 29;

/** Operations that saw the same: they lead from one sum to another, or stay there. */
export interface Known {
  readonly from: number;
  readonly to: number;
  /** By their calls. */
  readonly operations: readonly number[];
  readonly firstCall: number;
  readonly lastCall: number;
}

/** A counter to which only positive amounts are added, so that its sum tells how far it is. */
export interface CounterHistory {
  readonly call: Float64Array;
  readonly return: Float64Array;
  /** What an operation adds, if it changes anything. */
  readonly amount: Float64Array;
  /** Those that saw a sum, in the order of the sums. */
  readonly known: readonly Known[];
  /** Per operation: its place in `known`, or -1. */
  readonly placeOf: Int32Array;
  /** Adds of which is not known to which sum they led; those without an answer may never have. */
  readonly free: readonly number[];
  /** Operations that fit anywhere. */
  readonly passive: readonly number[];
}

/** Operations that saw sums which no order explains. */
export type SumConflict =
  | RankConflict
  | { readonly overlapping: readonly [number, number] }
  | { readonly impossible: number };

/** Sorts out the operations, finds a conflict among sums, or says in words why it cannot. */
export function counterHistory(
  operations: CounterOperations,
  initial: number,
): CounterHistory | SumConflict | string {
  const call = Float64Array.from(operations, (operation) => operation.call);
  const returned = Float64Array.from(operations, (operation) => operation.return);
  const amount = new Float64Array(operations.length);
  const rank = new Int32Array(operations.length).fill(UNRANKED);
  const free: number[] = [];
  const passive: number[] = [];
  let impossible: number | undefined;
  let total = 0;
  for (const [at, { input }] of operations.entries()) {
    const adds = input.f === 'add' ? input.value : 0;
    total += adds;
    if (!Number.isInteger(adds) || adds < 0 || total > LARGEST) {
      return `operation ${at} does not add a natural number, or too large a one`;
    }
    amount[at] = adds;
  }
  for (const [at, { output }] of operations.entries()) {
    const adds = amount[at] as number;
    if (returned[at] === Infinity && output !== undefined) {
      return `operation ${at} has an answer, but no time of it`;
    }
    if (output !== undefined) {
      const sum = typeof output === 'number' ? output - initial : NaN;
      if (!Number.isInteger(sum) || sum - adds < 0 || sum > total) {
        impossible ??= at;
      }
      rank[at] = 2 * sum + (adds > 0 ? 0 : 1);
    } else if (adds > 0) {
      free.push(at);
    } else if (returned[at] !== Infinity) {
      passive.push(at);
    }
  }
  // Only if all amounts are natural numbers is there a sum that none of them leads to.
  if (impossible !== undefined) {
    return { impossible };
  }
  const intervals = { call, return: returned };
  const bounds = boundsOf(rank);
  const conflict = findConflict(bounds, neighboursOf(bounds, intervals));
  if (conflict !== undefined) {
    return conflict;
  }
  const known: (Known & { operations: number[]; lastCall: number })[] = [];
  const placeOf = new Int32Array(operations.length).fill(-1);
  for (const at of orderByRank(rank, intervals)) {
    const to = (rank[at] as number) >> 1;
    const from = to - (amount[at] as number);
    const last = known.at(-1);
    if (last !== undefined && last.to === to && from === to && last.from === last.to) {
      last.operations.push(at);
      last.lastCall = call[at] as number;
    } else if (last !== undefined && from < last.to) {
      return { overlapping: [last.operations[0] as number, at] };
    } else {
      const called = call[at] as number;
      known.push({ from, to, operations: [at], firstCall: called, lastCall: called });
    }
    placeOf[at] = known.length - 1;
  }
  return { call, return: returned, amount, known, placeOf, free, passive };
}
