import type { CounterInput, CounterOutput } from '../models/inputs.js';
import type { Operation, SpecialisedChecker } from '../types.js';
import { boundsOf, UNRANKED } from './ranks.js';
import { stepsChecker, type Sorted } from './steps/check.js';
import type { DescribeOperation } from './words.js';

type CounterOperations = readonly Operation<CounterInput, CounterOutput>[];

/**
 * Counters to which every add adds the same amount, in O(n log n): operations that saw a sum have
 * a fixed place, and the adds are scheduled in between by their deadlines. An add without an
 * answer takes effect if it is needed.
 */
export function countedSteps(
  initial: number,
  describe: DescribeOperation<CounterInput, CounterOutput>,
): SpecialisedChecker<CounterInput, CounterOutput> {
  return stepsChecker('counter-steps', 'adds', describe, (operations) =>
    counterSums(operations, initial),
  );
}

/** Sorts out the operations: the counter goes through the steps 0, 1, 2... */
function counterSums(operations: CounterOperations, initial: number): Sorted {
  if (!Number.isSafeInteger(initial)) {
    return 'the counter does not start at an integer';
  }
  const amount = amountOf(operations);
  if (typeof amount === 'string') {
    return amount;
  }
  const rank = new Int32Array(operations.length).fill(UNRANKED);
  const free: number[] = [];
  const mutators: number[] = [];
  const passive: number[] = [];
  let last = 0;
  for (const [i, { input, output, return: returned }] of operations.entries()) {
    const adds = input.f === 'add' && input.value !== 0;
    if (adds) {
      mutators.push(i);
    }
    if (output === undefined) {
      if (adds) {
        free.push(i);
      } else if (returned !== Infinity) {
        passive.push(i);
      }
    } else if (returned === Infinity) {
      return `operation ${i} has an answer, but no time of it`;
    } else {
      const step = typeof output === 'number' ? (output - initial) / amount : -1;
      // Beyond the number of operations, no step can be reached: such an answer is impossible.
      if (!Number.isInteger(step) || step < (adds ? 1 : 0) || step > operations.length) {
        return { impossible: [i], why: ' saw what no number of the adds leads to' };
      }
      rank[i] = adds ? 2 * step : 2 * step + 1;
      last = Math.max(last, step);
    }
  }
  return { steps: { rank, ...boundsOf(rank), free, last }, mutators, passive };
}

/** The amount that all adds add; 1 if there are none. */
function amountOf(operations: CounterOperations): number | string {
  let amount = 0;
  for (const [i, { input }] of operations.entries()) {
    if (input.f === 'add' && input.value !== 0) {
      if (!Number.isSafeInteger(input.value) || (amount !== 0 && input.value !== amount)) {
        return `operation ${i} adds ${input.value}, others add ${amount}`;
      }
      amount = input.value;
    }
  }
  // Beyond that, sums of doubles are no longer exact.
  return Number.isSafeInteger(amount * operations.length * 2)
    ? amount || 1
    : 'the sums are too large';
}
