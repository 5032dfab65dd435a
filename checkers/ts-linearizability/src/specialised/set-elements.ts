import type { SetInput, SetOutput } from '../models/inputs.js';
import type { Operation, SpecialisedChecker, SpecialisedVerdict, Value } from '../types.js';
import { describeValue } from '../values/describe.js';
import { intervalsOf } from './intervals.js';
import { shortened, withAdds } from './large-reads.js';
import { setHistory, type DoubleSight, type SetHistory } from './set/history.js';
import { readAttempts } from './set/reads.js';
import { judgeFlags, type WhyStuck } from './flags/judge.js';
import { wordsFor, type DescribeOperation, type Words } from './words.js';

type SetOperations = readonly Operation<SetInput, SetOutput>[];

/**
 * Sets, in O(n log n): elements are independent of each other, and each is in the set or not, in
 * turns, which some operations only see (`linearizeFlags`). An add or remove without an answer takes
 * its turn if it is needed; one that answered, but not what, did either (`judgeFlags`), and the
 * only add of an element added it.
 *
 * Reads of everything look at all elements at one moment. If one element by itself contradicts
 * them, that is decided; else an order is looked for (`ReadCourse`), in time that also grows with
 * the size of what was read. One is found mostly, unless many clients read at the same time.
 */
export function setElements(
  initial: readonly Value[],
  describe: DescribeOperation<SetInput, SetOutput>,
): SpecialisedChecker<SetInput, SetOutput> {
  return {
    name: 'set-elements',
    recognise(operations) {
      const history = setHistory(operations, initial);
      const words = wordsFor(operations, shortened(describe));
      return typeof history === 'string'
        ? { recognised: false, because: history }
        : { recognised: true, check: () => judgeSet(operations, initial, history, words) };
    },
  };
}

function judgeSet(
  operations: SetOperations,
  initial: readonly Value[],
  history: SetHistory | DoubleSight,
  words: Words,
): SpecialisedVerdict {
  if ('value' in history) {
    const { read, value } = history;
    const reason = `${words(read)} saw ${describeValue(value)} twice`;
    return { verdict: 'illegal', witness: [read], reason };
  }
  const flags = { ...history, ...intervalsOf(operations) };
  const why: WhyStuck = (stuck, isIn, element) =>
    `${words(stuck)}, but nothing that can have come before it ended that ` +
    `${describeValue(valueOf(operations, initial, history, element))} was ${isIn ? '' : 'not '}in the set`;
  if (history.reads.length === 0) {
    return judgeFlags(flags, why);
  }
  const verdict = judgeFlags(flags, why, readAttempts(history));
  return verdict.verdict === 'illegal'
    ? { ...verdict, witness: withAdds(operations, verdict.witness) }
    : verdict;
}

/** The value of an element. */
function valueOf(
  operations: SetOperations,
  initial: readonly Value[],
  { ids, seen }: SetHistory,
  element: number,
): Value | undefined {
  const isIt = (value: Value): boolean => ids.idOf(value) === element;
  for (const [i, { input, output }] of operations.entries()) {
    if (input.f !== 'read' && isIt(input.value)) {
      return input.value;
    }
    const at = seen[i]?.indexOf(element) ?? -1;
    if (at >= 0 && typeof output === 'object') {
      return output[at];
    }
  }
  return initial.find(isIt);
}
