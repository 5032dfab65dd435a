import {
  priorityQueue,
  queue,
  stack,
  type Prioritised,
  type PriorityQueueInput,
  type QueueInput,
  type QueueOutput,
  type StackInput,
  type Value,
} from 'ts-linearizability';
import { type Decoded, Misfit, defineModel } from '../../harness/core/model.js';
import { initialItems, itemOf, listOf, pairOf, unknownOp } from './op-values.js';

const QUEUE_OPS = 'enqueue v, dequeue → v, or null when it is empty';
const STACK_OPS = 'push v, pop → v, or null when it is empty';
const PRIORITY_OPS = 'insert [v priority], remove-min → v, or null when it is empty';

export const queueModel = defineModel({
  name: 'queue',
  summary: 'first in, first out',
  ops: QUEUE_OPS,
  initial: 'a list of elements, the head first ([])',
  create: (initial) => queue(initialItems(initial)),
  decode(op): Decoded<QueueInput, QueueOutput> {
    if (op.f === 'enqueue') return { input: { f: op.f, value: itemOf(op) }, output: undefined };
    if (op.f === 'dequeue') return { input: { f: op.f }, output: op.result };
    throw unknownOp(op, QUEUE_OPS);
  },
});

export const stackModel = defineModel({
  name: 'stack',
  summary: 'last in, first out',
  ops: STACK_OPS,
  initial: 'a list of elements, the top last ([])',
  create: (initial) => stack(initialItems(initial)),
  decode(op): Decoded<StackInput, QueueOutput> {
    if (op.f === 'push') return { input: { f: op.f, value: itemOf(op) }, output: undefined };
    if (op.f === 'pop') return { input: { f: op.f }, output: op.result };
    throw unknownOp(op, STACK_OPS);
  },
});

export const priorityQueueModel = defineModel({
  name: 'priority-queue',
  summary: 'the least priority comes out first; within one, any element',
  ops: PRIORITY_OPS,
  initial: 'a list of [v priority] ([])',
  create: (initial) => priorityQueue((listOf(initial ?? []) ?? [initial]).map(prioritised)),
  decode(op): Decoded<PriorityQueueInput, QueueOutput> {
    if (op.f === 'insert')
      return { input: { f: op.f, ...prioritised(op.value) }, output: undefined };
    if (op.f === 'remove-min') return { input: { f: op.f }, output: op.result };
    throw unknownOp(op, PRIORITY_OPS);
  },
});

function prioritised(value: Value | undefined): Prioritised {
  const [item, priority] = pairOf(value) ?? [];
  if (item === undefined || item === null || typeof priority !== 'number') {
    throw new Misfit('invocation', '[v priority] with a v that is not null', value);
  }
  return { value: item, priority };
}
