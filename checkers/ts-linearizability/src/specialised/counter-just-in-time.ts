import type { CounterInput, CounterOutput } from '../models/inputs.js';
import { select } from '../history/select.js';
import type { Control, SpecialisedChecker, SpecialisedVerdict } from '../types.js';
import {
  counterHistory,
  type CounterHistory,
  type CounterOperations,
  type SumConflict,
} from './counter-just-in-time/history.js';
import { FollowedCounter, type PlacedAdd } from './counter-just-in-time/followed.js';
import { insertReads } from './insert-reads.js';
import { decide, follow } from './just-in-time/follow.js';
import { wordsFor, type DescribeOperation, type Words } from './words.js';

/** How many configurations are kept: at first, and later. */
const MOST_WIDTH = 1 << 15;
const WIDTHS = [32, 256, 2048, MOST_WIDTH];

/**
 * Counters to which natural numbers are added: sums that were seen have an order, which decides most
 * of what is illegal; then what must have been added between them is looked for, return by return.
 */
export function counterJustInTime(
  initial: number,
  describe: DescribeOperation<CounterInput, CounterOutput>,
): SpecialisedChecker<CounterInput, CounterOutput> {
  return {
    name: 'counter-just-in-time',
    recognise(operations) {
      const words = wordsFor(operations, describe);
      const history = counterHistory(operations, initial);
      if (typeof history === 'string') {
        return { recognised: false, because: history };
      }
      return {
        recognised: true,
        check: (control) =>
          'free' in history
            ? judge(operations, initial, history, words, control)
            : { ...conflictOf(history, words), claim: { from: 'initial-state', minimal: true } },
      };
    },
  };
}

function judge(
  operations: CounterOperations,
  initial: number,
  history: CounterHistory,
  words: Words,
  control: Control,
): SpecialisedVerdict {
  return decide(
    {
      widths: WIDTHS,
      hasOptional: history.return.includes(Infinity),
      begin: (isRelaxed) => new FollowedCounter(history, isRelaxed),
      linearize: (_followed, last) => linearize(history, last?.course),
      illegal: (at) => ({
        verdict: 'illegal',
        witness: prefixOf(operations, initial, at, control),
        reason: `no adds lead to what was seen by the time that ${words(at)} returned`,
        claim: { from: 'initial-state', minimal: false },
      }),
    },
    control,
  );
}

/** All up to the first return by which it shows that an operation has no place. */
function prefixOf(
  operations: CounterOperations,
  initial: number,
  stuckAt: number,
  control: Control,
): number[] {
  const returnOf = (at: number): number => operations[at]?.return ?? Infinity;
  const later = [...operations.keys()]
    .filter((at) => returnOf(stuckAt) <= returnOf(at) && returnOf(at) < Infinity)
    .sort((a, b) => returnOf(a) - returnOf(b));
  for (let more = 0; more < later.length; more = 2 * more + 1) {
    const prefix = calledBy(operations, later[more] as number);
    const history = counterHistory(select(operations, prefix), initial);
    if (typeof history === 'object' && 'free' in history) {
      const found = follow(new FollowedCounter(history, true), MOST_WIDTH, control);
      const stuck = found.end === 'stuck' && !found.isCut ? prefix[found.at] : undefined;
      // What is stuck later may only want for what is called after this prefix.
      if (stuck !== undefined && returnOf(stuck) <= returnOf(later[more] as number)) {
        return prefix;
      }
    }
  }
  return [...operations.keys()];
}

/** The verdict on sums that were seen in no possible order: whatever was added, it was not taken away. */
function conflictOf(
  conflict: SumConflict,
  words: Words,
): Extract<SpecialisedVerdict, { verdict: 'illegal' }> {
  if ('impossible' in conflict) {
    const { impossible } = conflict;
    const reason = `${words(impossible)} saw what no number of the adds leads to`;
    return { verdict: 'illegal', witness: [impossible], reason };
  }
  const [a, b] =
    'overlapping' in conflict ? conflict.overlapping : [conflict.returned, conflict.called];
  const reason =
    'overlapping' in conflict
      ? `${words(a)} and ${words(b)} cannot both be true of one counter that only grows`
      : `${words(a)} returned before ${words(b)} was called, but the latter saw an earlier state`;
  return { verdict: 'illegal', witness: [a, b].toSorted((x, y) => x - y), reason };
}

/** Those that change the counter and were called before an operation returned, and that one. */
function calledBy(operations: CounterOperations, operation: number): number[] {
  const end = operations[operation]?.return ?? Infinity;
  return [...operations.keys()].filter((at) => (operations[at]?.call ?? Infinity) <= end);
}

function linearize(
  { known, passive, ...intervals }: CounterHistory,
  course: PlacedAdd | undefined,
): Int32Array {
  const adds: number[][] = [...known, undefined].map(() => []);
  for (let link = course; link !== undefined; link = link.before) {
    adds[link.place]?.push(link.add);
  }
  const order = adds.flatMap((before, place) => [
    ...before.toReversed(),
    ...(known[place]?.operations ?? []),
  ]);
  return insertReads(Int32Array.from(order), passive, intervals);
}
