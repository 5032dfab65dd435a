import { describeStates } from '../explain/words.js';
import { statesAfter } from '../machine/states-after.js';
import type { Model, Operation } from '../types.js';
import type { VisualStep } from './data.js';

/**
 * The states before and after each operation of an order, as far as the model can take it.
 *
 * @param order - positions in `operations`.
 */
export function statesAlong<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  order: readonly number[],
): VisualStep[] {
  const steps: VisualStep[] = [];
  let states: readonly State[] = model.init();
  let before = describeStates(model, states);
  for (const id of order) {
    states = statesAfter(model, states, operations[id] as Operation<Input, Output>);
    if (states.length === 0) {
      return steps;
    }
    const after = describeStates(model, states);
    steps.push({ id, before, after });
    before = after;
  }
  return steps;
}
