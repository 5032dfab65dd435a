import type {
  PriorityQueueInput,
  PriorityQueueOutput,
  QueueInput,
  QueueOutput,
  StackInput,
  StackOutput,
} from '../models/inputs.js';
import type { Item, SpecialisedChecker } from '../types.js';
import { justInTimeChecker } from './container-just-in-time/checker.js';
import { FollowedPriorityQueue, itemsOf } from './container-just-in-time/priority-queue.js';
import { FollowedQueue } from './container-just-in-time/queue.js';
import { FollowedStack } from './container-just-in-time/stack.js';
import { priorityContainer } from './priority-order.js';
import { queueContainer } from './queue-order.js';
import { stackContainer } from './stack-order.js';
import type { DescribeOperation } from './words.js';

/** FIFO queues whose values may be the same (`FollowedQueue`). */
export const queueJustInTime = (
  initial: readonly Item[],
  describe: DescribeOperation<QueueInput, QueueOutput>,
): SpecialisedChecker<QueueInput, QueueOutput> =>
  justInTimeChecker({
    ...queueContainer(initial, describe),
    name: 'queue-just-in-time',
    followsPuts: false,
    prepare: (_operations, columns) => ({
      columns,
      begin: (history) => new FollowedQueue(history),
    }),
  });

/** Stacks whose values may be the same (`FollowedStack`). */
export const stackJustInTime = (
  initial: readonly Item[],
  describe: DescribeOperation<StackInput, StackOutput>,
): SpecialisedChecker<StackInput, StackOutput> =>
  justInTimeChecker({
    ...stackContainer(initial, describe),
    name: 'stack-just-in-time',
    followsPuts: true,
    prepare: (_operations, columns) => ({
      columns,
      begin: (history) => new FollowedStack(history),
    }),
  });

/** Priority queues whose values may be the same (`FollowedPriorityQueue`). */
export const priorityJustInTime = (
  initial: readonly unknown[],
  describe: DescribeOperation<PriorityQueueInput, PriorityQueueOutput>,
): SpecialisedChecker<PriorityQueueInput, PriorityQueueOutput> =>
  justInTimeChecker({
    ...priorityContainer(initial, describe),
    name: 'priority-queue-just-in-time',
    followsPuts: true,
    prepare(operations, read) {
      const { items, columns } = itemsOf(operations, read);
      return { columns, begin: (history) => new FollowedPriorityQueue(items, history) };
    },
  });
