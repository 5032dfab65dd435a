import type { CounterInput, CounterOutput } from '../models/inputs.js';
import type { SpecialisedChecker, SpecialisedVerdict } from '../types.js';
import { scheduleAdds, type NoSchedule } from './counter/schedule.js';
import { counterSteps, type CounterOperations, type CounterSteps } from './counter/steps.js';
import { intervalsOf, type Intervals } from './intervals.js';
import { Ranks } from './ranks.js';
import { weave } from './weave.js';
import { wordsFor, type DescribeOperation, type Words } from './words.js';

/** Beyond this, a witness names the operations that looked, but not all the adds before them. */
const MOST_ADDS = 1000;

/**
 * Counters to which every add adds the same amount, in O(n log n): operations that saw a sum have
 * a fixed place, and the adds are scheduled in between by their deadlines. An add without an
 * answer takes effect if it is needed.
 */
export function countedSteps(
  initial: number,
  describe: DescribeOperation<CounterInput, CounterOutput>,
): SpecialisedChecker<CounterInput, CounterOutput> {
  return {
    name: 'counter-steps',
    recognise(operations, control) {
      const steps = counterSteps(operations, initial, control);
      if (typeof steps === 'string') {
        return { recognised: false, because: steps };
      }
      const words = wordsFor(operations, describe);
      if ('impossible' in steps) {
        const { impossible } = steps;
        const reason = `${words(impossible)} saw what no number of the adds leads to`;
        const witness = [impossible];
        return { recognised: true, check: () => ({ verdict: 'illegal', witness, reason }) };
      }
      return { recognised: true, check: () => checkCounter(operations, steps, words) };
    },
  };
}

function checkCounter(
  operations: CounterOperations,
  steps: CounterSteps,
  words: Words,
): SpecialisedVerdict {
  const intervals = intervalsOf(operations);
  const ranks = new Ranks(steps.rank, intervals);
  const twin = firstTwin(ranks.order, steps.rank);
  if (twin !== undefined) {
    return illegal(operations, intervals, twin, `${twin.map(words).join(' and ')} led to one sum`);
  }
  const conflict = ranks.findConflict();
  if (conflict !== undefined) {
    const { called, returned } = conflict;
    return illegal(
      operations,
      intervals,
      [returned, called],
      `${words(returned)} returned before ${words(called)} was called, but the latter saw an earlier sum`,
    );
  }
  const schedule = scheduleAdds(steps, ranks, intervals);
  if ('missing' in schedule) {
    return noSchedule(operations, intervals, steps, ranks, schedule, words);
  }
  return {
    verdict: 'ok',
    linearize() {
      const woven = weave(new Ranks(schedule.rank, intervals).order, steps.passive, intervals);
      if ('stuck' in woven) {
        throw new Error(`operation ${woven.stuck} has no place among operations in a legal order`);
      }
      return woven.order;
    },
  };
}

/** Two adds that say that they led to the same sum. */
function firstTwin(order: Int32Array, rank: Int32Array): [number, number] | undefined {
  for (let i = 1; i < order.length; i++) {
    const [before, at] = [order[i - 1] as number, order[i] as number];
    if (rank[before] === rank[at] && (rank[at] as number) % 2 === 0) {
      return [before, at];
    }
  }
  return undefined;
}

function noSchedule(
  operations: CounterOperations,
  intervals: Intervals,
  { rank }: CounterSteps,
  { order }: Ranks,
  failure: NoSchedule,
  words: Words,
): SpecialisedVerdict {
  if (failure.missing === 'add') {
    const ahead = order.filter((operation) => (rank[operation] as number) >= 2 * failure.step);
    const first = ahead.reduce((a, b) =>
      (intervals.return[b] as number) < (intervals.return[a] as number) ? b : a,
    );
    return illegal(
      operations,
      intervals,
      [first],
      `${words(first)}: not enough adds were called before it returned`,
    );
  }
  const over = intervals.return[failure.add] as number;
  const later = order.filter((operation) => (intervals.call[operation] as number) > over);
  const least = later.reduce((a, b) => ((rank[b] as number) < (rank[a] as number) ? b : a));
  const earlier = order.filter((at) => (rank[at] as number) <= (rank[least] as number));
  return illegal(
    operations,
    intervals,
    [...earlier.subarray(Math.max(0, earlier.length - MOST_ADDS)), least, failure.add],
    `${words(least)}: more adds had returned before it was called, ${words(failure.add)} among them`,
  );
}

/** With the adds called before the last of the operations returned, if they are not too many. */
function illegal(
  operations: CounterOperations,
  { call, return: returned }: Intervals,
  core: readonly number[],
  reason: string,
): SpecialisedVerdict {
  const witness = new Set(core);
  const end = core.reduce((latest, at) => Math.max(latest, returned[at] as number), -Infinity);
  const adds: number[] = [];
  for (let i = 0; i < operations.length && adds.length <= MOST_ADDS; i++) {
    if (operations[i]?.input.f === 'add' && (call[i] as number) <= end) {
      adds.push(i);
    }
  }
  if (adds.length <= MOST_ADDS) {
    adds.forEach((add) => witness.add(add));
  }
  return { verdict: 'illegal', witness: [...witness].sort((a, b) => a - b), reason };
}
