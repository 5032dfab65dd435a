import { Bounds } from '../check/bounds.js';
import { statesAfter } from '../machine/states-after.js';
import type { CheckOptions, Control, Model, Operation } from '../types.js';

/** The clock is looked at after so many steps of the model. */
const STEPS_PER_LOOK = 64;

/** What a validation found. */
export type Validation = Found | { readonly valid: 'stopped' };

type Found =
  | { readonly valid: true }
  | {
      readonly valid: false;
      /** What is wrong, in words. */
      readonly reason: string;
      /** Where in the order; nothing if an operation is missing from it. */
      readonly at?: number;
    };

/**
 * Whether an order is a linearization of a history: it holds every operation that returned,
 * once, and optional ones at will; it respects the intervals (closed ones: operations that
 * touch may go either way); and the model can take its steps.
 *
 * Deliberately simple, and independent of the search: one pass over the intervals, one over
 * the states.
 *
 * @param order - positions in `operations`.
 * @param options - where the validation stops: `stopped`.
 */
export function validateLinearization<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output, number | bigint>[],
  order: ArrayLike<number>,
  options: Pick<CheckOptions, 'timeoutMs'> = {},
): Validation {
  return findFault(model, operations, order, new Bounds(options));
}

/** `validateLinearization` within bounds that others set. */
export function findFault<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output, number | bigint>[],
  order: ArrayLike<number>,
  control: Pick<Control, 'stop'>,
): Validation {
  return (
    membership(operations, order) ??
    intervals(operations, order) ??
    steps(model, operations, order, control)
  );
}

function membership<Input, Output>(
  operations: readonly Operation<Input, Output, number | bigint>[],
  order: ArrayLike<number>,
): Found | undefined {
  const placed = new Uint8Array(operations.length);
  for (let at = 0; at < order.length; at++) {
    const position = order[at] as number;
    if (placed[position] !== 0) {
      const reason =
        placed[position] === 1
          ? `operation ${position} is placed twice`
          : `there is no operation ${position}`;
      return { valid: false, reason, at };
    }
    placed[position] = 1;
  }
  for (let position = 0; position < operations.length; position++) {
    const { return: returned } = operations[position] as Operation<Input, Output, number | bigint>;
    if (placed[position] === 0 && returned !== Infinity) {
      return { valid: false, reason: `operation ${position} returned, and is not placed` };
    }
  }
  return undefined;
}

/** From back to front: no operation may be called after one placed later has returned. */
function intervals<Input, Output>(
  operations: readonly Operation<Input, Output, number | bigint>[],
  order: ArrayLike<number>,
): Found | undefined {
  let earliest: number | undefined;
  let limit: number | bigint = Infinity;
  for (let at = order.length - 1; at >= 0; at--) {
    const position = order[at] as number;
    const operation = operations[position] as Operation<Input, Output, number | bigint>;
    if (operation.call > limit) {
      const reason = `operation ${position} was called after operation ${earliest} had returned, and is placed before it`;
      return { valid: false, reason, at };
    }
    if (operation.return < limit) {
      earliest = position;
      limit = operation.return;
    }
  }
  return undefined;
}

function steps<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output, number | bigint>[],
  order: ArrayLike<number>,
  { stop }: Pick<Control, 'stop'>,
): Validation {
  let states: readonly State[] = model.init();
  for (let at = 0; at < order.length; at++) {
    if (at % STEPS_PER_LOOK === 0 && stop() !== undefined) {
      return { valid: 'stopped' };
    }
    const position = order[at] as number;
    states = statesAfter(model, states, operations[position] as Operation<Input, Output>);
    if (states.length === 0) {
      return { valid: false, reason: `the model cannot take operation ${position} here`, at };
    }
  }
  return { valid: true };
}
