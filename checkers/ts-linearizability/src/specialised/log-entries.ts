import type { LogInput, LogOutput } from '../models/inputs.js';
import type { Item, SpecialisedChecker } from '../types.js';
import { logEntries } from './log/entries.js';
import { stepsChecker } from './steps/check.js';
import type { DescribeOperation } from './words.js';

/**
 * Logs in O(n log n): appends that say their offset, or whose value was read, have a fixed place;
 * the others fill the gaps by their deadlines. Values that nobody knows the offset of must be
 * unique if they were read. An append without an answer takes effect if it is needed.
 */
export function orderedLog(
  initial: readonly Item[],
  describe: DescribeOperation<LogInput, LogOutput>,
): SpecialisedChecker<LogInput, LogOutput> {
  return stepsChecker('log-entries', 'appends', describe, (operations) =>
    initial.length > 0 ? 'the log is not empty at first' : logEntries(operations),
  );
}
