import { gather, pick } from '../history/columns.js';
import type { Problem } from '../history/problem.js';
import { sort } from '../history/sort.js';
import type { StateSteps } from './engine.js';
import { Frontier } from './frontier.js';

/** Below this, a history has no window. */
export const LEAST_RETURNS = 16;
const RETURNS = [LEAST_RETURNS, 64, 256, 1024];
const STEPS_PER_WINDOW = 30_000;

/**
 * Tries to refute a history by its last few operations before a place where the search is stuck, from
 * any state at all: much less work than the whole history if the reason is local.
 *
 * @param anyState - the model started in all its states at once.
 * @param last - the operation whose return the search does not reach.
 * @param lengths - how many returns are looked at, one after the other.
 * @returns the operation whose return cannot be reached, if the history is refuted.
 */
export function refuteByWindow(
  whole: Problem<unknown, unknown>,
  anyState: StateSteps,
  last: number,
  lengths: readonly number[] = RETURNS,
): number | undefined {
  for (const returns of lengths.filter((count) => count <= whole.mandatory)) {
    const { problem, origin } = windowOf(whole, last, returns);
    const result = new Frontier(problem, anyState).advance(STEPS_PER_WINDOW);
    if (result.state === 'illegal') {
      return origin[result.deadEnd.firstUnplaceable];
    }
  }
  return undefined;
}

/** A stretch of a problem, as a problem. */
export interface Window<Input, Output> {
  readonly problem: Problem<Input, Output>;
  /** Index in the whole problem of each operation. */
  readonly origin: Int32Array;
}

/**
 * The last `returns` returns up to and including that of `last`, as if nothing were known of
 * what came before: operations that were open at its beginning may have taken effect already,
 * so they become optional, as do those that return after it. Every optional operation called
 * before its end is kept.
 *
 * If the whole problem has a legal order that reaches the end, then so has the window from
 * some state.
 */
export function windowOf<Input, Output>(
  whole: Problem<Input, Output>,
  last: number,
  returns: number,
): Window<Input, Output> {
  const end = whole.return[last] as number;
  const lastRank = rankOfReturn(whole, end);
  const firstRank = Math.max(0, lastRank - returns + 1);
  const start =
    firstRank === 0 ? -1 : (whole.return[whole.byReturn[firstRank - 1] as number] as number);
  const mandatory: number[] = [];
  const open: number[] = [];
  for (let i = 0; i < whole.mandatory; i++) {
    const call = whole.call[i] as number;
    const returned = whole.return[i] as number;
    if (call < end && returned > start) {
      if (call > start && returned <= end) {
        mandatory.push(i);
      } else if (whole.classes[whole.classOf[i] as number]?.readOnly !== true) {
        open.push(i);
      }
    }
  }
  for (let i = whole.mandatory; i < whole.mandatory + whole.optional; i++) {
    if ((whole.call[i] as number) <= end) {
      open.push(i);
    }
  }
  const origin = new Int32Array(mandatory.length + open.length);
  origin.set(mandatory);
  origin.set(byCall(whole, open), mandatory.length);
  const rank = new Map(mandatory.map((i, index) => [i, index]));
  const byReturn = whole.byReturn
    .subarray(firstRank, lastRank + 1)
    .filter((i) => rank.has(i))
    .map((i) => rank.get(i) as number);
  return {
    origin,
    problem: {
      mandatory: mandatory.length,
      optional: open.length,
      call: pick(whole.call, origin),
      return: Int32Array.from(mandatory, (i) => whole.return[i] as number),
      byReturn,
      classOf: pick(whole.classOf, origin),
      classes: whole.classes,
      position: pick(whole.position, origin),
    },
  };
}

function byCall(whole: Problem<unknown, unknown>, operations: readonly number[]) {
  return pick(operations, sort(gather(whole.call, operations)));
}

function rankOfReturn(problem: Problem<unknown, unknown>, ordinal: number): number {
  let low = 0;
  let high = problem.mandatory - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((problem.return[problem.byReturn[middle] as number] as number) < ordinal) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
