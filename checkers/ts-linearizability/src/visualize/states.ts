import { StateInterner } from '../machine/interner.js';
import type { Model, Operation, Value } from '../types.js';
import { describeValue } from '../values/describe.js';
import type { VisualStep } from './data.js';

const MOST_STATES_SHOWN = 5;

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

function describeStates<State, Input, Output>(
  model: Model<State, Input, Output>,
  states: readonly State[],
): string {
  const shown = states
    .slice(0, MOST_STATES_SHOWN)
    .map((state) => model.describeState?.(state) ?? describeValue(state as Value));
  return shown.join(' or ') + (states.length > MOST_STATES_SHOWN ? ' or others' : '');
}
