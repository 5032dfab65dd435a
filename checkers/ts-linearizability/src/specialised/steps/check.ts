import { distinct, gather } from '../../history/columns.js';
import type { Operation, SpecialisedChecker, SpecialisedVerdict } from '../../types.js';
import { firstAbove } from '../bisect.js';
import { insertReads } from '../insert-reads.js';
import { intervalsOf, type Intervals } from '../intervals.js';
import { findConflict, neighboursOf, orderByRank } from '../ranks.js';
import { wordsFor, type DescribeOperation, type Words } from '../words.js';
import { scheduleSteps, type NoSchedule, type Steps } from './schedule.js';

/** Beyond this, a witness names the operations that looked, but not all that led there. */
const MOST_MUTATORS = 1000;

/** A history that goes through steps, and what is needed to talk about it. */
interface Subject {
  readonly steps: Steps;
  readonly intervals: Intervals;
  /** Operations that fit at any step within their bounds. */
  readonly passive: readonly number[];
  /** Operations that lead to a step, by their calls or not. */
  readonly mutators: readonly number[];
  /** By mutators whose step is known from another operation only: that one. */
  readonly knownFrom?: ReadonlyMap<number, number>;
  readonly words: Words;
  /** What those operations are called, in the plural. */
  readonly noun: string;
}

/** Operations that contradict each other, or themselves, whatever their times; and why, after their words. */
export interface Contradiction {
  readonly impossible: readonly number[];
  readonly why: string;
}

/** The operations by steps; or what is wrong with them; or in words why the step of one is not known. */
export type Sorted =
  Pick<Subject, 'steps' | 'mutators' | 'passive' | 'knownFrom'> | Contradiction | string;

/** A checker of objects that go through steps. */
export function stepsChecker<Input, Output>(
  name: string,
  noun: string,
  describe: DescribeOperation<Input, Output>,
  sortOut: (operations: readonly Operation<Input, Output>[]) => Sorted,
): SpecialisedChecker<Input, Output> {
  return {
    name,
    recognise(operations) {
      const sorted = sortOut(operations);
      if (typeof sorted === 'string') {
        return { recognised: false, because: sorted };
      }
      const words = wordsFor(operations, describe);
      const check = (): SpecialisedVerdict => {
        if ('impossible' in sorted) {
          const { impossible: witness, why } = sorted;
          return {
            verdict: 'illegal',
            witness,
            reason: `${witness.map(words).join(' and ')}${why}`,
          };
        }
        return checkSteps({ ...sorted, intervals: intervalsOf(operations), words, noun });
      };
      return { recognised: true, check };
    },
  };
}

/** Judges a history whose operations go through steps. O(n log n). */
function checkSteps(subject: Subject): SpecialisedVerdict {
  const { steps, intervals, words } = subject;
  const order = orderByRank(steps.rank, intervals);
  const rankAt = (at: number): number => steps.rank[order[at] as number] as number;
  const twin = order.findIndex((_, at) => rankAt(at) === rankAt(at + 1) && rankAt(at) % 2 === 0);
  if (twin >= 0) {
    const twins = [order[twin] as number, order[twin + 1] as number];
    return illegalSteps(subject, twins, `${twins.map(words).join(' and ')} led to the same state`);
  }
  const neighbours = neighboursOf(steps, intervals);
  const conflict = findConflict(steps, neighbours);
  if (conflict !== undefined) {
    const { called, returned } = conflict;
    return illegalSteps(
      subject,
      [returned, called],
      `${words(returned)} returned before ${words(called)} was called, but the latter saw an earlier state`,
    );
  }
  const rank = scheduleSteps(steps, intervals, neighbours);
  return rank instanceof Int32Array
    ? { verdict: 'ok', linearize: () => linearize(subject, rank) }
    : noSchedule(subject, order, rank);
}

function linearize({ steps, intervals, passive }: Subject, rank: Int32Array): Int32Array {
  const order = orderByRank(rank, intervals);
  const ranks = gather(rank, order);
  return insertReads(order, passive, intervals, (operation, low, high) => {
    const slot = Math.max(low, firstAbove(ranks, (steps.low[operation] as number) - 1));
    return slot <= Math.min(high, firstAbove(ranks, steps.high[operation] as number)) ? slot : -1;
  });
}

/** An illegal verdict: with what led to the states before, if that is not too much. */
function illegalSteps(
  { intervals, mutators, knownFrom }: Subject,
  core: readonly number[],
  reason: string,
): SpecialisedVerdict {
  const withSources = (operations: readonly number[]): number[] =>
    operations.flatMap((operation) => [operation, knownFrom?.get(operation) ?? -1]);
  const known = withSources(core);
  const end = known.reduce((at, one) => Math.max(at, intervals.return[one] ?? at), -Infinity);
  const earlier = mutators.filter((at) => (intervals.call[at] as number) <= end);
  const all = earlier.length <= MOST_MUTATORS ? [...known, ...withSources(earlier)] : known;
  return { verdict: 'illegal', witness: distinct(all), reason };
}

function noSchedule(subject: Subject, order: Int32Array, failure: NoSchedule): SpecialisedVerdict {
  const { steps, intervals, passive, words, noun } = subject;
  const looking = [...order, ...passive];
  const least = (operations: readonly number[], column: Float64Array | Int32Array): number =>
    operations.reduce((a, b) => ((column[b] as number) < (column[a] as number) ? b : a));
  if (failure.missing === 'operation') {
    const late = looking.filter((at) => (steps.low[at] as number) >= 2 * failure.step);
    const first = least(late, intervals.return);
    const reason = `${words(first)}: not enough ${noun} were called before it returned`;
    return illegalSteps(subject, [first], reason);
  }
  const over = intervals.return[failure.operation] as number;
  const later = looking.filter((at) => (intervals.call[at] as number) > over);
  const lowest = least(later, steps.high);
  const highestFirst = looking
    .filter((at) => (steps.low[at] as number) <= (steps.high[lowest] as number))
    .sort((a, b) => (steps.low[b] as number) - (steps.low[a] as number));
  return illegalSteps(
    subject,
    [...highestFirst.slice(0, MOST_MUTATORS), lowest, failure.operation],
    `${words(lowest)}: more ${noun} had returned before it was called, ` +
      `${words(failure.operation)} among them`,
  );
}
