import type { Model, Operation, Value } from '../types.js';
import { describeValue } from '../values/describe.js';
import type { PartialOrders } from './partial.js';

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
  witness: readonly Operation<Input, Output>[],
  partial: PartialOrders<State>,
): string {
  const placed = partial.longest.map((at) => describeAt(model, witness, at));
  const left = witness
    .map((_, at) => at)
    .filter((at) => !partial.longest.includes(at))
    .map((at) => describeAt(model, witness, at));
  const states = partial.states.map(
    (state) => model.describeState?.(state) ?? describeValue(state as Value),
  );
  const where = `the state is ${states.join(' or ')}`;
  const after =
    placed.length === 0 ? `At first ${where}` : `After ${placed.join(', then ')}, ${where}`;
  const rest =
    left.length === 1
      ? `${left[0]} is impossible there, and no other order goes further`
      : `none of these is possible in time: ${left.join('; ')}; and no other order goes further`;
  return `${after}; ${rest}.`;
}

function describeAt<State, Input, Output>(
  model: Model<State, Input, Output>,
  witness: readonly Operation<Input, Output>[],
  at: number,
): string {
  return describeOperation(model, witness[at] as Operation<Input, Output>);
}
