import type { Item, Model } from '../types.js';
import { queueJustInTime, queueOrder } from '../specialised/queue.js';
import { describeValue } from '../values/describe.js';
import { isSameValue, structuralKey } from '../values/key.js';
import type { QueueInput, QueueOutput } from './inputs.js';

/** A FIFO queue that holds `initial` (default: nothing) at first, the head first. */
export function queue(
  initial: readonly Item[] = [],
): Model<readonly Item[], QueueInput, QueueOutput> {
  return {
    name: 'queue',
    init: () => [initial],
    step(state, input, output) {
      if (input.f === 'enqueue') {
        return [[...state, input.value]];
      }
      const [head] = state;
      if (output !== undefined && !isSameValue(output, head ?? null)) {
        return [];
      }
      return [state.slice(1)];
    },
    key: structuralKey,
    readOnly: (input, output) => input.f === 'dequeue' && output === null,
    describeOperation,
    describeState: (state) => (state.length === 0 ? 'empty' : describeValue(state)),
    specialised: [
      queueOrder(initial, describeOperation),
      queueJustInTime(initial, describeOperation),
    ],
  };
}

function describeOperation(input: QueueInput, output: QueueOutput | undefined): string {
  return input.f === 'enqueue'
    ? `enqueue(${describeValue(input.value)})`
    : `dequeue() -> ${output === null ? 'empty' : describeValue(output)}`;
}
