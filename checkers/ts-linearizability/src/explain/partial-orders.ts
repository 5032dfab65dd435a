import { StateInterner } from '../machine/interner.js';
import { statesAfter } from '../machine/states-after.js';
import type { Model, Operation } from '../types.js';

/** Orders that go as far as they can, and where the longest of them leads. */
export interface PartialOrders<State> {
  /** For each operation, the longest legal order that holds it; empty if there is none. */
  readonly perOperation: readonly (readonly number[])[];
  readonly longest: readonly number[];
  /** States that the longest order can lead to. */
  readonly states: readonly State[];
}

const MOST_CONFIGURATIONS = 20_000;

/**
 * Follows every order of a few operations that respects their intervals as far as the model
 * goes along; gives up looking for longer ones after a bounded effort.
 */
export function partialOrders<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  isOver: () => boolean = () => false,
): PartialOrders<State> {
  const interner = new StateInterner<State>(model);
  const start = model.init();
  const perOperation: (readonly number[])[] = operations.map(() => []);
  let longest: readonly number[] = [];
  let longestStates = start;
  const visited = new Set<string>();

  const visit = (order: readonly number[], states: readonly State[]): void => {
    const key = `${order.toSorted((a, b) => a - b).join()}|${states
      .map((state) => interner.intern(state))
      .sort((a, b) => a - b)
      .join()}`;
    if (visited.has(key) || visited.size > MOST_CONFIGURATIONS || isOver()) {
      return;
    }
    visited.add(key);
    if (order.length > longest.length) {
      longest = order;
      longestStates = states;
    }
    for (const position of order) {
      if (order.length > (perOperation[position]?.length ?? 0)) {
        perOperation[position] = order;
      }
    }
    for (const position of candidates(operations, order)) {
      const next = statesAfter(model, states, operations[position] as Operation<Input, Output>);
      if (next.length > 0) {
        visit([...order, position], next);
      }
    }
  };
  visit([], start);
  return { perOperation, longest, states: longestStates };
}

/** Operations not placed that were called before any other such one returned. */
function candidates<Input, Output>(
  operations: readonly Operation<Input, Output>[],
  order: readonly number[],
): number[] {
  const open = [...operations.keys()].filter((at) => !order.includes(at));
  const operationAt = (at: number) => operations[at] as Operation<Input, Output>;
  const deadline = Math.min(...open.map((at) => operationAt(at).return));
  return open.filter((at) => operationAt(at).call <= deadline);
}
