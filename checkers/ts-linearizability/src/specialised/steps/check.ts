import { distinct, pick } from '../../history/columns.js';
import { sort } from '../../history/sort.js';
import type { SpecialisedVerdict } from '../../types.js';
import type { Intervals } from '../intervals.js';
import { Ranks } from '../ranks.js';
import { insertReads } from '../insert-reads.js';
import type { Words } from '../words.js';
import { HIGHEST, LOWEST, Neighbours } from './bounds.js';
import { scheduleSteps, type NoSchedule, type Steps } from './schedule.js';

/** Beyond this, a witness names the operations that looked, but not all that led there. */
const MOST_MUTATORS = 1000;

/** A history that goes through steps, and what is needed to talk about it. */
export interface Subject {
  readonly steps: Steps;
  readonly intervals: Intervals;
  /** Operations that fit at any step within their bounds. */
  readonly passive: readonly number[];
  /** Operations that lead to a step, by their calls or not. */
  readonly mutators: readonly number[];
  /**
   * By mutators whose step is known from another operation only: that one; negative for all
   * others, empty if there are none.
   */
  readonly knownFrom: Int32Array;
  readonly words: Words;
  /** What those operations are called, in the plural. */
  readonly noun: string;
}

/** Judges a history whose operations go through steps. O(n log n). */
export function checkSteps(subject: Subject): SpecialisedVerdict {
  const { steps, intervals, words } = subject;
  const ranks = Ranks.of(steps.rank, intervals);
  const twin = firstTwin(ranks.order, steps.rank);
  if (twin !== undefined) {
    const reason = `${twin.map(words).join(' and ')} led to the same state`;
    return illegalSteps(subject, twin, reason);
  }
  const conflict = ranks.findConflict() ?? findBoundConflict(subject);
  if (conflict !== undefined) {
    const { called, returned } = conflict;
    return illegalSteps(
      subject,
      [returned, called],
      `${words(returned)} returned before ${words(called)} was called, but the latter saw an earlier state`,
    );
  }
  const rank = scheduleSteps(steps, intervals);
  return rank instanceof Int32Array
    ? { verdict: 'ok', linearize: () => linearize(subject, rank) }
    : noSchedule(subject, ranks, rank);
}

function linearize({ steps, intervals, passive }: Subject, rank: Int32Array): Int32Array {
  const { order } = Ranks.of(rank, intervals);
  // How many operations of the order have at most a rank.
  const until = (limit: number): number => {
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((rank[order[middle] as number] as number) <= limit) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  };
  const inserted = insertReads(order, passive, intervals, (operation, low, high) => {
    const least = steps.low[operation] as number;
    const most = steps.high[operation] as number;
    const slot = Math.max(low, least === LOWEST ? 0 : until(least - 1));
    return slot <= Math.min(high, most === HIGHEST ? high : until(most)) ? slot : -1;
  });
  if ('stuck' in inserted) {
    throw new Error(`operation ${inserted.stuck} has no place among operations in a legal order`);
  }
  return inserted.order;
}

/** An illegal verdict: with what led to the states before, if that is not too much. */
export function illegalSteps(
  { intervals, mutators, knownFrom }: Pick<Subject, 'intervals' | 'mutators' | 'knownFrom'>,
  core: readonly number[],
  reason: string,
): SpecialisedVerdict {
  const withSources = (operations: readonly number[]): number[] =>
    operations.flatMap((operation) => {
      const source = knownFrom[operation] ?? -1;
      return source < 0 ? [operation] : [operation, source];
    });
  const known = withSources(core);
  const end = known.reduce((at, one) => Math.max(at, intervals.return[one] as number), -Infinity);
  const earlier = where(mutators, (at) => (intervals.call[at] as number) <= end);
  const all = earlier.length <= MOST_MUTATORS ? [...known, ...withSources(earlier)] : known;
  return { verdict: 'illegal', witness: distinct(all), reason };
}

/** Two operations that are known to have led to one step. */
function firstTwin(order: Int32Array, rank: Int32Array): [number, number] | undefined {
  for (let i = 1; i < order.length; i++) {
    const [before, at] = [order[i - 1] as number, order[i] as number];
    if (rank[before] === rank[at] && (rank[at] as number) % 2 === 0) {
      return [before, at];
    }
  }
  return undefined;
}

/** Two operations of which the earlier one must rank above the later one. */
function findBoundConflict({
  steps,
  intervals,
  passive,
}: Subject): { called: number; returned: number } | undefined {
  const neighbours = Neighbours.of(steps, intervals);
  for (let i = 0; i < passive.length; i++) {
    const operation = passive[i] as number;
    const before = neighbours.before(intervals.call[operation] as number);
    if (before >= 0 && (steps.low[before] as number) > (steps.high[operation] as number)) {
      return { called: operation, returned: before };
    }
    const after = neighbours.after(intervals.return[operation] as number);
    if (after >= 0 && (steps.high[after] as number) < (steps.low[operation] as number)) {
      return { called: after, returned: operation };
    }
  }
  return undefined;
}

function noSchedule(subject: Subject, { order }: Ranks, failure: NoSchedule): SpecialisedVerdict {
  const { steps, intervals, passive, words, noun } = subject;
  const looking = new Int32Array(order.length + passive.length);
  looking.set(order);
  looking.set(passive, order.length);
  if (failure.missing === 'operation') {
    const first = leastOf(looking, (at) =>
      (steps.low[at] as number) >= 2 * failure.step ? intervals.return[at] : undefined,
    );
    return illegalSteps(
      subject,
      [first],
      `${words(first)}: not enough ${noun} were called before it returned`,
    );
  }
  const over = intervals.return[failure.operation] as number;
  const least = leastOf(looking, (at) =>
    (intervals.call[at] as number) > over ? steps.high[at] : undefined,
  );
  const highest = steps.high[least] as number;
  const earlier = where(looking, (at) => (steps.low[at] as number) <= highest);
  const lows = new Float64Array(earlier.length);
  for (let i = 0; i < earlier.length; i++) {
    lows[i] = -(steps.low[earlier[i] as number] as number);
  }
  const highestFirst = sort(lows);
  return illegalSteps(
    subject,
    [...pick(earlier, highestFirst.subarray(0, MOST_MUTATORS)), least, failure.operation],
    `${words(least)}: more ${noun} had returned before it was called, ` +
      `${words(failure.operation)} among them`,
  );
}

/** The operations that are wanted, in their order. */
function where(
  operations: readonly number[] | Int32Array,
  isWanted: (operation: number) => boolean,
): number[] {
  const found: number[] = [];
  for (let i = 0; i < operations.length; i++) {
    if (isWanted(operations[i] as number)) {
      found.push(operations[i] as number);
    }
  }
  return found;
}

/** The first of the operations with the least key; those without a key do not count. */
function leastOf(operations: Int32Array, keyOf: (operation: number) => number | undefined): number {
  let least = -1;
  let leastKey = Infinity;
  for (let i = 0; i < operations.length; i++) {
    const operation = operations[i] as number;
    const key = keyOf(operation);
    if (key !== undefined && (least < 0 || key < leastKey)) {
      least = operation;
      leastKey = key;
    }
  }
  return least;
}
