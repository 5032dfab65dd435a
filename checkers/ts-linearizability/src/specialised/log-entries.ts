import type { LogInput, LogOutput } from '../models/inputs.js';
import type { Item, SpecialisedChecker } from '../types.js';
import { intervalsOf } from './intervals.js';
import { logEntries } from './log/entries.js';
import { checkSteps } from './steps/check.js';
import { wordsFor, type DescribeOperation } from './words.js';

/**
 * Logs in O(n log n): appends that say their offset, or whose value was read, have a fixed place;
 * the others fill the gaps by their deadlines. Values that nobody knows the offset of must be
 * unique if they were read. An append without an answer takes effect if it is needed.
 */
export function orderedLog(
  initial: readonly Item[],
  describe: DescribeOperation<LogInput, LogOutput>,
): SpecialisedChecker<LogInput, LogOutput> {
  return {
    name: 'log-entries',
    recognise(operations) {
      const entries = initial.length > 0 ? 'the log is not empty at first' : logEntries(operations);
      if (typeof entries === 'string') {
        return { recognised: false, because: entries };
      }
      const words = wordsFor(operations, describe);
      if ('impossible' in entries) {
        const { impossible: witness, why } = entries;
        const reason = `${witness.map(words).join(' and ')}${why}`;
        return { recognised: true, check: () => ({ verdict: 'illegal', witness, reason }) };
      }
      return {
        recognised: true,
        check: () =>
          checkSteps({ ...entries, intervals: intervalsOf(operations), words, noun: 'appends' }),
      };
    },
  };
}
