import { bounded } from '../check/bounded.js';
import { Bounds } from '../check/bounds.js';
import { StateInterner } from '../machine/interner.js';
import { Pace } from '../resumable/pace.js';
import { isPause } from '../resumable/pauses.js';
import { finish } from '../resumable/resumable.js';
import type { CheckOptions, Model, Operation, Resumable } from '../types.js';

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
  operations: readonly Operation<Input, Output>[],
  order: ArrayLike<number>,
  options: Pick<CheckOptions, 'timeoutMs' | 'signal'> = {},
): Validation {
  const validation = bounded(
    validationOf(model, operations, order),
    new Bounds(options),
    'validation',
  );
  return finish(validation) ?? { valid: 'stopped' };
}

/** `validateLinearization`, piece by piece. */
export function* validationOf<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  order: ArrayLike<number>,
): Resumable<Found> {
  return (
    (yield* membership(operations, order)) ??
    (yield* intervals(operations, order)) ??
    (yield* steps(model, operations, order))
  );
}

function* membership<Input, Output>(
  operations: readonly Operation<Input, Output>[],
  order: ArrayLike<number>,
): Resumable<Found | undefined> {
  const placed = new Uint8Array(operations.length);
  for (let at = 0; at < order.length; at++) {
    if (isPause(at)) {
      yield;
    }
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
    if (isPause(position)) {
      yield;
    }
    const { return: returned } = operations[position] as Operation<Input, Output>;
    if (placed[position] === 0 && returned !== Infinity) {
      return { valid: false, reason: `operation ${position} returned, and is not placed` };
    }
  }
  return undefined;
}

/** From back to front: no operation may be called after one placed later has returned. */
function* intervals<Input, Output>(
  operations: readonly Operation<Input, Output>[],
  order: ArrayLike<number>,
): Resumable<Found | undefined> {
  let earliest: number | undefined;
  let limit = Infinity;
  for (let at = order.length - 1; at >= 0; at--) {
    if (isPause(at)) {
      yield;
    }
    const position = order[at] as number;
    const operation = operations[position] as Operation<Input, Output>;
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

function* steps<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  order: ArrayLike<number>,
): Resumable<Found> {
  const pace = new Pace();
  let states: readonly State[] = model.init();
  for (let at = 0; at < order.length; at++) {
    if (pace.isPause()) {
      yield;
    }
    const position = order[at] as number;
    const operation = operations[position] as Operation<Input, Output>;
    const next =
      states.length === 1
        ? model.step(states[0] as State, operation.input, operation.output)
        : yield* stepAll(model, states, operation, pace);
    if (next.length === 0) {
      return { valid: false, reason: `the model cannot take operation ${position} here`, at };
    }
    states = next.length === 1 ? next : yield* distinct(model, next, pace);
  }
  return { valid: true };
}

function* stepAll<State, Input, Output>(
  model: Model<State, Input, Output>,
  states: readonly State[],
  { input, output }: Operation<Input, Output>,
  pace: Pace,
): Resumable<readonly State[]> {
  const next: State[] = [];
  for (const state of states) {
    if (pace.isPause()) {
      yield;
    }
    model.step(state, input, output).forEach((one) => next.push(one));
  }
  return next;
}

function* distinct<State, Input, Output>(
  model: Model<State, Input, Output>,
  states: readonly State[],
  pace: Pace,
): Resumable<readonly State[]> {
  const interner = new StateInterner<State>(model);
  for (const state of states) {
    if (pace.isPause()) {
      yield;
    }
    interner.intern(state);
  }
  return interner.states;
}
