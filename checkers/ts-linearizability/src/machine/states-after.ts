import type { Model, Operation } from '../types.js';
import { StateInterner } from './interner.js';

/** The states that an operation can lead to from any of some states, each once. */
export function statesAfter<State, Input, Output>(
  model: Model<State, Input, Output>,
  states: readonly State[],
  { input, output }: Pick<Operation<Input, Output>, 'input' | 'output'>,
): readonly State[] {
  const next: State[] = [];
  for (const state of states) {
    model.step(state, input, output).forEach((one) => next.push(one));
  }
  if (next.length < 2) {
    return next;
  }
  const interner = new StateInterner<State>(model);
  next.forEach((one) => interner.intern(one));
  return interner.states;
}
