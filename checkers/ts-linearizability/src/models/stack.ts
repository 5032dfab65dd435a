import { stackJustInTime, stackOrder } from '../specialised/stack.js';
import type { Item, Model } from '../types.js';
import { describeValue } from '../values/describe.js';
import { isSameValue, structuralKey } from '../values/key.js';
import type { StackInput, StackOutput } from './inputs.js';

/** A stack that holds `initial` (default: nothing) at first, the top last. */
export function stack(
  initial: readonly Item[] = [],
): Model<readonly Item[], StackInput, StackOutput> {
  return {
    name: 'stack',
    init: () => [initial],
    step(state, input, output) {
      if (input.f === 'push') {
        return [[...state, input.value]];
      }
      const top = state.at(-1);
      if (output !== undefined && !isSameValue(output, top ?? null)) {
        return [];
      }
      return [state.slice(0, -1)];
    },
    key: structuralKey,
    readOnly: (input, output) => input.f === 'pop' && output === null,
    describeOperation,
    describeState: (state) => (state.length === 0 ? 'empty' : describeValue(state)),
    specialised: [
      stackOrder(initial, describeOperation),
      stackJustInTime(initial, describeOperation),
    ],
  };
}

function describeOperation(input: StackInput, output: StackOutput | undefined): string {
  return input.f === 'push'
    ? `push(${describeValue(input.value)})`
    : `pop() -> ${output === null ? 'empty' : describeValue(output)}`;
}
