import type { QueueInput, QueueOutput } from '../models/inputs.js';
import type { Item, SpecialisedChecker } from '../types.js';
import { justInTimeChecker } from './just-in-time/checker.js';
import { searchQueue } from './just-in-time/queue.js';
import type { DescribeOperation } from './words.js';

/** FIFO queues whose values may be the same (`searchQueue`). */
export function queueJustInTime(
  initial: readonly Item[],
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
