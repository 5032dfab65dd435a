import { describeStates } from '../explain/words.js';
import { StateInterner } from '../machine/interner.js';
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
    const { input, output } = operations[id] as Operation<Input, Output>;
    const interner = new StateInterner<State>(model);
    for (const state of states) {
      for (const next of model.step(state, input, output)) {
        interner.intern(next);
      }
    }
    if (interner.states.length === 0) {
      return steps;
    }
    ({ states } = interner);
    const after = describeStates(model, states);
    steps.push({ id, before, after });
    before = after;
  }
  return steps;
}
