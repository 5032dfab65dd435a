import type { LogInput, LogOutput } from '../models/inputs.js';
import type { Item, SpecialisedChecker, SpecialisedVerdict } from '../types.js';
import { intervalsOf } from './intervals.js';
import { logEntries, type ImpossibleEntry, type LogOperations } from './log/entries.js';
import { checkSteps, illegalSteps } from './steps/check.js';
import { wordsFor, type DescribeOperation, type Words } from './words.js';

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
      if (initial.length > 0) {
        return { recognised: false, because: 'the log is not empty at first' };
      }
      const entries = logEntries(operations);
      if (typeof entries === 'string') {
        return { recognised: false, because: entries };
      }
      const words = wordsFor(operations, describe);
      if ('impossible' in entries) {
        return { recognised: true, check: () => impossibleVerdict(operations, entries, words) };
      }
      const { steps, passive, appends: mutators, readOf: knownFrom } = entries;
      return {
        recognised: true,
        check() {
          const intervals = intervalsOf(operations);
          return checkSteps({
            steps,
            intervals,
            passive,
            mutators,
            knownFrom,
            words,
            noun: 'appends',
          });
        },
      };
    },
  };
}

function impossibleVerdict(
  operations: LogOperations,
  { impossible, reason }: ImpossibleEntry,
  words: Words,
): SpecialisedVerdict {
  const who = impossible.map(words).join(' and ');
  const reasons = {
    'not-an-offset': `${who} answered what the log cannot have come to`,
    'never-appended': `${who} saw what no append can have put there`,
    'two-values': `${who} say that different values are at one offset`,
    'two-offsets': `${who}: one append cannot be at two offsets`,
  };
  const mutators: number[] = [];
  for (let i = 0; i < operations.length; i++) {
    if (operations[i]?.input.f === 'append') {
      mutators.push(i);
    }
  }
  const intervals = intervalsOf(operations);
  const subject = { intervals, mutators, knownFrom: new Int32Array(0) };
  return illegalSteps(subject, impossible, reasons[reason]);
}
