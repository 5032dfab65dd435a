import type { StackInput, StackOutput } from '../models/inputs.js';
import type { Item, SpecialisedChecker } from '../types.js';
import { justInTimeChecker } from './just-in-time/checker.js';
import { searchStack } from './just-in-time/stack.js';
import type { DescribeOperation } from './words.js';

/** Stacks whose values may be the same (`searchStack`). */
export function stackJustInTime(
  initial: readonly Item[],
  describe: DescribeOperation<StackInput, StackOutput>,
): SpecialisedChecker<StackInput, StackOutput> {
  return justInTimeChecker({
    name: 'stack-just-in-time',
    noun: 'stack',
    initial: initial.length,
    elementPut: (input) => (input.f === 'push' ? input.value : undefined),
    describe,
    prepare: (_operations, columns) => ({ columns, search: searchStack }),
  });
}
