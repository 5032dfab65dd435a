import { isPause } from '../resumable/pauses.js';
import type { Model, Operation, Partition, Resumable, Value } from '../types.js';
import { describeValue } from '../values/describe.js';
import { structuralKey } from '../values/key.js';
import {
  describeElements,
  elementsOf,
  sawExactly,
  withElement,
  type Elements,
} from './elements.js';
import type { SetInput, SetOutput } from './inputs.js';
import { partitionBy } from './partition-by.js';

/** A set with add, remove, contains and read, that holds `initial` (default: nothing) at first. */
export function set(initial: readonly Value[] = []): Model<Elements, SetInput, SetOutput> {
  const start = [...new Set(elementsOf(initial))];
  return {
    name: 'set',
    init: () => [start],
    step: stepSet,
    key: (state) => state.join(),
    readOnly: (input, output) => input.f === 'read' || input.f === 'contains' || output === false,
    partition: byElement,
    describeOperation: (input, output) =>
      `${input.f}(${input.f === 'read' ? '' : describeValue(input.value)}) -> ${describeValue(output)}`,
    describeState: describeElements,
  };
}

function stepSet(state: Elements, input: SetInput, output: SetOutput | undefined): Elements[] {
  if (input.f === 'read') {
    return output === undefined || (isElements(output) && sawExactly(state, output)) ? [state] : [];
  }
  const element = structuralKey(input.value);
  const present = state.includes(element);
  const answer = input.f === 'add' ? !present : present;
  if (output !== undefined && output !== answer) {
    return [];
  }
  if (!answer || input.f === 'contains') {
    return [state];
  }
  return [
    input.f === 'add' ? withElement(state, element) : state.filter((other) => other !== element),
  ];
}

function isElements(output: SetOutput): output is readonly Value[] {
  return typeof output !== 'boolean';
}

/** Elements are independent of each other, unless a read looks at all of them. */
function* byElement(
  operations: readonly Operation<SetInput, SetOutput>[],
): Resumable<readonly Partition[]> {
  let readsAll = false;
  for (let position = 0; position < operations.length && !readsAll; position++) {
    if (isPause(position)) {
      yield;
    }
    readsAll = operations[position]?.input.f === 'read';
  }
  const keyOf = (input: SetInput): string =>
    readsAll || input.f === 'read' ? 'all' : structuralKey(input.value);
  return yield* partitionBy<SetInput, SetOutput>(keyOf)(operations);
}
