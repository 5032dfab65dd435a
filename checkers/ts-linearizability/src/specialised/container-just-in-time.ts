import type {
  PriorityQueueInput,
  PriorityQueueOutput,
  QueueInput,
  QueueOutput,
  StackInput,
  StackOutput,
} from '../models/inputs.js';
import type { Item, SpecialisedChecker } from '../types.js';
import { justInTimeChecker } from './just-in-time/checker.js';
import { preparePriorities } from './just-in-time/priority-queue.js';
import { searchQueue } from './just-in-time/queue.js';
import { searchStack } from './just-in-time/stack.js';
import { priorityContainer } from './priority-order.js';
import { queueContainer } from './queue-order.js';
import { stackContainer } from './stack-order.js';
import type { DescribeOperation } from './words.js';

/** FIFO queues whose values may be the same (`searchQueue`). */
export const queueJustInTime = (
  initial: readonly Item[],
  describe: DescribeOperation<QueueInput, QueueOutput>,
): SpecialisedChecker<QueueInput, QueueOutput> =>
  justInTimeChecker({
    ...queueContainer(initial, describe),
    name: 'queue-just-in-time',
    prepare: (_operations, columns) => ({ columns, search: searchQueue }),
  });

/** Stacks whose values may be the same (`searchStack`). */
export const stackJustInTime = (
  initial: readonly Item[],
  describe: DescribeOperation<StackInput, StackOutput>,
): SpecialisedChecker<StackInput, StackOutput> =>
  justInTimeChecker({
    ...stackContainer(initial, describe),
    name: 'stack-just-in-time',
    prepare: (_operations, columns) => ({ columns, search: searchStack }),
  });

/** Priority queues whose values may be the same (`preparePriorities`). */
export const priorityJustInTime = (
  initial: readonly unknown[],
  describe: DescribeOperation<PriorityQueueInput, PriorityQueueOutput>,
): SpecialisedChecker<PriorityQueueInput, PriorityQueueOutput> =>
  justInTimeChecker({
    ...priorityContainer(initial, describe),
    name: 'priority-queue-just-in-time',
    prepare: preparePriorities,
  });
