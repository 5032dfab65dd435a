import type {
  PriorityQueueInput,
  PriorityQueueOutput,
  QueueInput,
  QueueOutput,
  StackInput,
  StackOutput,
} from '../models/inputs.js';
import type { SpecialisedChecker } from '../types.js';
import { justInTimeChecker } from './just-in-time/checker.js';
import { prepareItems, searchPriorityQueue } from './just-in-time/priority-queue.js';
import { searchQueue } from './just-in-time/queue.js';
import { searchStack } from './just-in-time/stack.js';
import type { DescribeOperation } from './words.js';

/** FIFO queues whose values may be the same (`searchQueue`). */
export function queueJustInTime(
  initial: readonly unknown[],
  describe: DescribeOperation<QueueInput, QueueOutput>,
): SpecialisedChecker<QueueInput, QueueOutput> {
  return justInTimeChecker({
    name: 'queue-just-in-time',
    noun: 'queue',
    initial: initial.length,
    elementPut: (input) => (input.f === 'enqueue' ? input.value : undefined),
    describe,
    prepare: (_operations, columns) => ({ columns, search: searchQueue }),
  });
}

/** Stacks whose values may be the same (`searchStack`). */
export function stackJustInTime(
  initial: readonly unknown[],
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

/** Priority queues whose values may be the same (`searchPriorityQueue`). */
export function priorityJustInTime(
  initial: readonly unknown[],
  describe: DescribeOperation<PriorityQueueInput, PriorityQueueOutput>,
): SpecialisedChecker<PriorityQueueInput, PriorityQueueOutput> {
  return justInTimeChecker({
    name: 'priority-queue-just-in-time',
    noun: 'queue',
    initial: initial.length,
    elementPut: (input) => (input.f === 'insert' ? input.value : undefined),
    describe,
    prepare(operations, columns) {
      const { columns: ofItems, items } = prepareItems(operations, columns);
      return {
        columns: ofItems,
        search: (some, counting, control) => searchPriorityQueue(items, some, counting, control),
      };
    },
  });
}
