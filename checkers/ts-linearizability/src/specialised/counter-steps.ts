import type { CounterInput, CounterOutput } from '../models/inputs.js';
import type { SpecialisedChecker } from '../types.js';
import { counterSums } from './counter/sums.js';
import { stepsChecker } from './steps/check.js';
import type { DescribeOperation } from './words.js';

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
