import type { CounterInput, CounterOutput } from '../models/inputs.js';
import type { SpecialisedChecker } from '../types.js';
import { counterSums } from './counter/sums.js';
import { intervalsOf } from './intervals.js';
import { checkSteps } from './steps/check.js';
import { wordsFor, type DescribeOperation } from './words.js';

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
    recognise(operations) {
      const sums = counterSums(operations, initial);
      if (typeof sums === 'string') {
        return { recognised: false, because: sums };
      }
      const words = wordsFor(operations, describe);
      if (typeof sums === 'number') {
        const reason = `${words(sums)} saw what no number of the adds leads to`;
        return {
          recognised: true,
          check: () => ({ verdict: 'illegal', witness: [sums], reason }),
        };
      }
      return {
        recognised: true,
        check: () =>
          checkSteps({ ...sums, intervals: intervalsOf(operations), words, noun: 'adds' }),
      };
    },
  };
}
