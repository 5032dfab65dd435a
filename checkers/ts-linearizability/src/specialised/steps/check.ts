import type { SpecialisedVerdict } from '../../types.js';
import type { Intervals } from '../intervals.js';
import { Ranks } from '../ranks.js';
import { weave } from '../weave.js';
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
  /** By mutators whose step is known from another operation only: that one. */
  readonly knownFrom: ReadonlyMap<number, number>;
  readonly words: Words;
  /** What those operations are called, in the plural. */
  readonly noun: string;
}

/** Judges a history whose operations go through steps. O(n log n). */
export function checkSteps(subject: Subject): SpecialisedVerdict {
  const { steps, intervals, passive, words } = subject;
  const ranks = new Ranks(steps.rank, intervals);
  const twin = firstTwin(ranks.order, steps.rank);
  if (twin !== undefined) {
    return illegalSteps(subject, twin, `${twin.map(words).join(' and ')} led to the same state`);
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
  if (!(rank instanceof Int32Array)) {
    return noSchedule(subject, ranks, rank);
  }
  return {
    verdict: 'ok',
    linearize() {
      const { order } = new Ranks(rank, intervals);
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
      const woven = weave(order, passive, intervals, (operation, low, high) => {
        const least = steps.low[operation] as number;
        const most = steps.high[operation] as number;
        const slot = Math.max(low, least === LOWEST ? 0 : until(least - 1));
        return slot <= Math.min(high, most === HIGHEST ? high : until(most)) ? slot : -1;
      });
      if ('stuck' in woven) {
        throw new Error(`operation ${woven.stuck} has no place among operations in a legal order`);
      }
      return woven.order;
    },
  };
}

/** An illegal verdict: with what led to the states before, if that is not too much. */
export function illegalSteps(
  { intervals, mutators, knownFrom }: Pick<Subject, 'intervals' | 'mutators' | 'knownFrom'>,
  core: readonly number[],
  reason: string,
): SpecialisedVerdict {
  const withSources = (operations: readonly number[]): number[] =>
    operations.flatMap((operation) => [operation, knownFrom.get(operation) ?? operation]);
  const known = withSources(core);
  const end = known.reduce((at, one) => Math.max(at, intervals.return[one] as number), -Infinity);
  const earlier = mutators.filter((mutator) => (intervals.call[mutator] as number) <= end);
  const all = earlier.length <= MOST_MUTATORS ? [...known, ...withSources(earlier)] : known;
  return { verdict: 'illegal', witness: [...new Set(all)].sort((a, b) => a - b), reason };
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
  const neighbours = new Neighbours(steps, intervals);
  for (const operation of passive) {
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
  const looking = [...order, ...passive];
  if (failure.missing === 'operation') {
    const ahead = looking.filter((at) => (steps.low[at] as number) >= 2 * failure.step);
    const first = ahead.reduce((a, b) =>
      (intervals.return[b] as number) < (intervals.return[a] as number) ? b : a,
    );
    return illegalSteps(
      subject,
      [first],
      `${words(first)}: not enough ${noun} were called before it returned`,
    );
  }
  const over = intervals.return[failure.operation] as number;
  const later = looking.filter((at) => (intervals.call[at] as number) > over);
  const least = later.reduce((a, b) =>
    (steps.high[b] as number) < (steps.high[a] as number) ? b : a,
  );
  const earlier = looking
    .filter((at) => (steps.low[at] as number) <= (steps.high[least] as number))
    .sort((a, b) => (steps.low[b] as number) - (steps.low[a] as number));
  return illegalSteps(
    subject,
    [...earlier.slice(0, MOST_MUTATORS), least, failure.operation],
    `${words(least)}: more ${noun} had returned before it was called, ` +
      `${words(failure.operation)} among them`,
  );
}
