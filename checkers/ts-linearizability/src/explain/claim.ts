import { decide, searchPartition } from '../check/partition.js';
import type { Settings } from '../check/settings.js';
import { problemOf } from '../history/problem.js';
import { closureOf } from '../machine/closure.js';
import { Machine } from '../machine/machine.js';
import type { SearchBounds } from '../search/portfolio.js';
import type { Model, Operation } from '../types.js';
import type { Judgement } from './shrink.js';

/** So few operations are left to the search. */
const FEW = 64;

/**
 * What an explanation claims of a set of operations: they have no legal order, even if every other
 * operation is optional (may take effect at any time after its call, or never). If it claims that
 * from any state, what had returned before the first call of the set is left out, and the model may
 * be in any state that the operations of the history can lead to, in any order.
 */
export class Claim<State, Input, Output> {
  readonly from: 'initial-state' | 'any-state';
  /** In its initial state, or in any. */
  readonly model: Model<State, Input, Output>;
  private readonly operations: readonly Operation<Input, Output>[];
  private readonly context: readonly number[];
  private readonly settings: Settings;
  private readonly bounds: SearchBounds;

  /** @param context - positions of all operations that are looked at; others are left out. */
  constructor(
    from: 'initial-state' | 'any-state',
    model: Model<State, Input, Output>,
    operations: readonly Operation<Input, Output>[],
    context: readonly number[],
    settings: Settings,
    bounds: SearchBounds,
  ) {
    this.from = from;
    this.model = model;
    this.operations = operations;
    this.context = context;
    this.settings = settings;
    this.bounds = bounds;
  }

  /** `illegal` if the claim holds of the operations at these positions, `ok` if it does not. */
  judge(witness: readonly number[]): Judgement {
    const chosen = new Set(witness);
    let first = Infinity;
    let last = -Infinity;
    for (const at of witness) {
      const operation = this.operations[at] as Operation<Input, Output>;
      first = Math.min(first, operation.call);
      last = Math.max(last, operation.return);
    }
    const subject: Operation<Input, Output>[] = [];
    for (const at of this.context) {
      const operation = this.operations[at] as Operation<Input, Output>;
      const isOver = this.from === 'any-state' && operation.return < first;
      if (chosen.has(at)) {
        subject.push(operation);
      } else if (!isOver && operation.call <= last) {
        subject.push({ ...operation, return: Infinity });
      }
    }
    const { model, settings, bounds } = this;
    // Specialised checkers know the initial state only, and among few operations the search is as fast.
    return this.from === 'initial-state' && subject.length > FEW
      ? decide(model, subject, settings, bounds)
      : searchPartition(model, subject, settings, bounds).verdict;
  }
}

/**
 * The model in all states at once that the operations can lead to; nothing if they are too many.
 */
export function inAnyState<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
): Model<State, Input, Output> | undefined {
  const { classes } = problemOf(model, operations);
  const machine = new Machine(model, classes, Infinity);
  const states = closureOf(machine, classes.length);
  if (states === undefined) {
    return undefined;
  }
  const all = [...states].flatMap((state) => machine.statesOf(state));
  return { ...model, init: () => all };
}
