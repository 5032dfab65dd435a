import type { Model, Value } from '../types.js';
import { grownSet } from '../specialised/grow-only-set.js';
import { describeValue } from '../values/describe.js';
import { structuralKey } from '../values/key.js';
import { describeElements, elementsOf, sawAll, sawExactly, type Elements } from './elements.js';
import type { GrowOnlySetInput, GrowOnlySetOutput } from './inputs.js';
import { isSameMap, withValue } from './shared-map.js';

/** A set with add and read, that holds `initial` (default: nothing) at first. */
export function growOnlySet(
  initial: readonly Value[] = [],
): Model<Elements, GrowOnlySetInput, GrowOnlySetOutput> {
  const start = elementsOf(initial);
  return {
    name: 'grow-only-set',
    init: () => [start],
    step(state, input, output) {
      if (input.f === 'add') {
        return [withValue(state, structuralKey(input.value), true)];
      }
      return output === undefined || sawExactly(state, output) ? [state] : [];
    },
    hash: ({ hash }) => hash,
    equal: isSameMap,
    readOnly: (input) => input.f === 'read',
    canLeadTo: (state, input, output) =>
      input.f === 'add' || output === undefined || sawAll(state, output),
    describeOperation,
    describeState: describeElements,
    specialised: [grownSet(initial, describeOperation)],
  };
}

function describeOperation(input: GrowOnlySetInput, output: GrowOnlySetOutput | undefined): string {
  return input.f === 'add'
    ? `add(${describeValue(input.value)})`
    : `read() -> ${describeValue(output)}`;
}
