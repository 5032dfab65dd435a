import { priorityJustInTime, priorityOrder } from '../specialised/priority-queue.js';
import type { Item, Model } from '../types.js';
import { describeValue } from '../values/describe.js';
import { structuralKey } from '../values/key.js';
import { comparePriorities } from './priorities.js';
import type { PriorityQueueInput, PriorityQueueOutput } from './inputs.js';

/** An element of a priority queue. */
export interface Prioritised {
  readonly priority: number;
  readonly value: Item;
}

/**
 * A priority queue that holds `initial` (default: nothing) at first. Elements of one priority
 * come out in any order, so the model is nondeterministic when an answer is not known.
 */
export function priorityQueue(
  initial: readonly Prioritised[] = [],
): Model<readonly Prioritised[], PriorityQueueInput, PriorityQueueOutput> {
  const start = [...initial].sort(compare);
  return {
    name: 'priority-queue',
    init: () => [start],
    step(state, input, output) {
      if (input.f === 'insert') {
        const { priority, value } = input;
        return [[...state, { priority, value }].sort(compare)];
      }
      const [least] = state;
      if (least === undefined) {
        return output === undefined || output === null ? [state] : [];
      }
      const wanted = output === undefined ? undefined : structuralKey(output);
      return state
        .filter(({ priority }) => comparePriorities(priority, least.priority) === 0)
        .filter(({ value }) => wanted === undefined || structuralKey(value) === wanted)
        .slice(0, wanted === undefined ? state.length : 1)
        .map((taken) => state.filter((other) => other !== taken));
    },
    key: (state) => structuralKey(state.map(({ priority, value }) => [priority, value])),
    readOnly: (input, output) => input.f === 'remove-min' && output === null,
    describeOperation,
    describeState: (state) =>
      state.length === 0
        ? 'empty'
        : `{${state.map(({ priority, value }) => `${describeValue(value)} at ${priority}`).join(', ')}}`,
    specialised: [
      priorityOrder(initial, describeOperation),
      priorityJustInTime(initial, describeOperation),
    ],
  };
}

function describeOperation(
  input: PriorityQueueInput,
  output: PriorityQueueOutput | undefined,
): string {
  return input.f === 'insert'
    ? `insert(${describeValue(input.value)} at ${input.priority})`
    : `remove-min() -> ${output === null ? 'empty' : describeValue(output)}`;
}

function compare(a: Prioritised, b: Prioritised): number {
  return (
    comparePriorities(a.priority, b.priority) ||
    (structuralKey(a.value) < structuralKey(b.value) ? -1 : 1)
  );
}
