import { StateInterner } from '../machine/interner.js';
import type { Control, Model, Operation } from '../types.js';

/** What a validation found. */
export type Validation =
  | { readonly valid: true }
  | {
      readonly valid: false;
      /** What is wrong, in words. */
      readonly reason: string;
      /** Where in the order; nothing if an operation is missing from it. */
      readonly at?: number;
    }
  | { readonly valid: 'stopped' };

const LOOK_EVERY = 64;

/**
 * Whether an order is a linearization of a history: it holds every operation that returned,
 * once, and optional ones at will; it respects the intervals (closed ones: operations that
 * touch may go either way); and the model can take its steps.
 *
 * Deliberately simple, and independent of the search: one pass over the intervals, one over
 * the states.
 *
 * @param order - positions in `operations`.
 */
export function validateLinearization<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  order: ArrayLike<number>,
  control?: Control,
): Validation {
  return (
    membership(operations, order) ??
    intervals(operations, order) ??
    steps(model, operations, order, control)
  );
}

function membership<Input, Output>(
  operations: readonly Operation<Input, Output>[],
  order: ArrayLike<number>,
): Validation | undefined {
  const placed = new Uint8Array(operations.length);
  for (let at = 0; at < order.length; at++) {
    const position = order[at] ?? -1;
    if (placed[position] !== 0) {
      const reason =
        placed[position] === 1
          ? `operation ${position} is placed twice`
          : `there is no operation ${position}`;
      return { valid: false, reason, at };
    }
    placed[position] = 1;
  }
  const missing = operations.findIndex(
    (operation, position) => operation.return !== Infinity && placed[position] === 0,
  );
  return missing < 0
    ? undefined
    : { valid: false, reason: `operation ${missing} returned, and is not placed` };
}

/** From back to front: no operation may be called after one placed later has returned. */
function intervals<Input, Output>(
  operations: readonly Operation<Input, Output>[],
  order: ArrayLike<number>,
): Validation | undefined {
  let earliest: number | undefined;
  for (let at = order.length - 1; at >= 0; at--) {
    const position = order[at] as number;
    const operation = operations[position] as Operation<Input, Output>;
    const limit = earliest === undefined ? Infinity : (operations[earliest]?.return ?? Infinity);
    if (earliest !== undefined && operation.call > limit) {
      const reason = `operation ${position} was called after operation ${earliest} had returned, and is placed before it`;
      return { valid: false, reason, at };
    }
    if (operation.return < limit || earliest === undefined) {
      earliest = position;
    }
  }
  return undefined;
}

function steps<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  order: ArrayLike<number>,
  control: Control | undefined,
): Validation {
  let states: readonly State[] = model.init();
  for (let at = 0; at < order.length; at++) {
    if (at % LOOK_EVERY === 0 && control?.stop() !== undefined) {
      return { valid: 'stopped' };
    }
    const position = order[at] as number;
    const { input, output } = operations[position] as Operation<Input, Output>;
    const next = states.flatMap((state) => model.step(state, input, output));
    if (next.length === 0) {
      return { valid: false, reason: `the model cannot take operation ${position} here`, at };
    }
    states = next.length === 1 ? next : distinct(model, next);
  }
  return { valid: true };
}

function distinct<State, Input, Output>(
  model: Model<State, Input, Output>,
  states: readonly State[],
): readonly State[] {
  const interner = new StateInterner<State>(model);
  states.forEach((state) => interner.intern(state));
  return interner.states;
}
