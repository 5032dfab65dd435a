import { setElements } from '../specialised/set-elements.js';
import type { Model, Value } from '../types.js';
import { describeValue } from '../values/describe.js';
import { structuralKey } from '../values/key.js';
import { describeElements, elementsOf, sawExactly, type Elements } from './elements.js';
import type { SetInput, SetOutput } from './inputs.js';
import { setPartition } from './set-partition.js';
import { isSameMap, valueIn, withValue } from './shared-map.js';

/** A set with add, remove, contains and read, that holds `initial` (default: nothing) at first. */
export function set(initial: readonly Value[] = []): Model<Elements, SetInput, SetOutput> {
  const start = elementsOf(initial);
  return {
    name: 'set',
    init: () => [start],
    step: stepSet,
    hash: ({ hash }) => hash,
    equal: isSameMap,
    readOnly: (input, output) => input.f === 'read' || input.f === 'contains' || output === false,
    partition: (operations) => setPartition(operations, initial),
    describeOperation,
    describeState: describeElements,
    specialised: [setElements(initial, describeOperation)],
  };
}

function describeOperation(input: SetInput, output: SetOutput | undefined): string {
  return `${input.f}(${input.f === 'read' ? '' : describeValue(input.value)}) -> ${describeValue(output)}`;
}

function stepSet(state: Elements, input: SetInput, output: SetOutput | undefined): Elements[] {
  if (input.f === 'read') {
    return output === undefined || (isElements(output) && sawExactly(state, output)) ? [state] : [];
  }
  const element = structuralKey(input.value);
  const present = valueIn(state, element) === true;
  const answer = input.f === 'add' ? !present : present;
  if (output !== undefined && output !== answer) {
    return [];
  }
  if (!answer || input.f === 'contains') {
    return [state];
  }
  return [withValue(state, element, input.f === 'add' ? true : undefined)];
}

function isElements(output: SetOutput): output is readonly Value[] {
  return typeof output !== 'boolean';
}
