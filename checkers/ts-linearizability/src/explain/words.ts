import type { Explanation, Model, Operation, Value } from '../types.js';
import { describeValue } from '../values/describe.js';
import type { PartialOrders } from './partial-orders.js';

const MOST_STATES_SHOWN = 5;

/** An operation for people: what it did, who did it, when. */
export function describeOperation<State, Input, Output>(
  model: Model<State, Input, Output>,
  operation: Operation<Input, Output>,
): string {
  const { input, output, clientId, call } = operation;
  const what =
    model.describeOperation?.(input, output) ??
    `${describeValue(input as Value)} -> ${describeValue(output as Value | undefined)}`;
  if (operation.name !== undefined) {
    return `${what} (${operation.name})`;
  }
  const who = clientId === undefined ? '' : `client ${clientId}, `;
  const until = operation.return === Infinity ? 'never answered' : `to ${operation.return}`;
  return `${what} (${who}from ${call} ${until})`;
}

/** Why a few operations have no legal order. */
export function describeIllegal<State, Input, Output>(
  model: Model<State, Input, Output>,
  from: Explanation['from'],
  witness: readonly Operation<Input, Output>[],
  { longest, states }: PartialOrders<State>,
): string {
  const words = (at: number): string =>
    describeOperation(model, witness[at] as Operation<Input, Output>);
  const left = [...witness.keys()].filter((at) => !longest.includes(at)).map(words);
  const after = longest.map(words).join(', then ');
  const where = `the state is ${describeStates(model, states)}`;
  const there =
    longest.length > 0
      ? `After ${after}, ${where}`
      : from === 'any-state'
        ? 'Whatever came before'
        : `At first ${where}`;
  const rest =
    left.length === 1
      ? `${left[0]} is impossible there, and no other order goes further`
      : `none of these is possible in time: ${left.join('; ')}; and no other order goes further`;
  return `${there}; ${rest}.`;
}

/** States for people: an object is in one of them. */
export function describeStates<State, Input, Output>(
  model: Model<State, Input, Output>,
  states: readonly State[],
): string {
  const shown = states
    .slice(0, MOST_STATES_SHOWN)
    .map((state) => (model.describeState?.(state) ?? describeValue(state as Value)) || 'empty');
  return shown.join(' or ') + (states.length > MOST_STATES_SHOWN ? ' or others' : '');
}
