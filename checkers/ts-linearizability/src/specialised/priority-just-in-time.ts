import type { PriorityQueueInput, PriorityQueueOutput } from '../models/inputs.js';
import type { SpecialisedChecker } from '../types.js';
import { justInTimeChecker } from './just-in-time/checker.js';
import { prepareItems, searchPriorityQueue } from './just-in-time/priority-queue.js';
import type { DescribeOperation } from './words.js';

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
