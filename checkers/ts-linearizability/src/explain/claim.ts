import { decide } from '../check/partition.js';
import type { Settings } from '../check/settings.js';
import { arrange, classify, type Classified } from '../history/problem.js';
import { closureOf } from '../machine/closure.js';
import { Machine, machineOf } from '../machine/machine.js';
import { search } from '../search/portfolio.js';
import type { Control, Model, Operation } from '../types.js';
import type { Judgement } from './shrink.js';

/** So few operations are left to the search. */
const FEW = 100;
/** With more states a machine is not kept for the next set, so that it does not grow without end. */
const MOST_STATES = 10_000;

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
  private readonly bounds: Control;
  /** What steps lead to is remembered from one set to the next. */
  private classified: Classified<Input, Output> | undefined;
  private machine: Machine<State, Input, Output> | undefined;

  /** @param context - positions of all operations that are looked at; others are left out. */
  constructor(
    from: 'initial-state' | 'any-state',
    model: Model<State, Input, Output>,
    operations: readonly Operation<Input, Output>[],
    context: readonly number[],
    settings: Settings,
    bounds: Control,
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
    const { operations, model, settings, bounds } = this;
    const chosen = new Set(witness);
    const ofChosen = witness.map((at) => operations[at] as Operation<Input, Output>);
    const first = ofChosen.reduce((time, { call }) => Math.min(time, call), Infinity);
    const last = ofChosen.reduce((time, { return: end }) => Math.max(time, end), -Infinity);
    const subject = this.context.filter((at) => {
      const { call, return: returned } = operations[at] as Operation<Input, Output>;
      const isOver = this.from === 'any-state' && returned < first;
      return chosen.has(at) || (!isOver && call <= last);
    });
    // Specialised checkers know the initial state only, and among few operations the search is as fast.
    if (this.from === 'initial-state' && subject.length > FEW) {
      const weakened = subject.map((at) => {
        const operation = operations[at] as Operation<Input, Output>;
        return chosen.has(at) ? operation : { ...operation, return: Infinity };
      });
      return decide(model, weakened, settings, bounds);
    }
    this.classified ??= classify(model, operations, this.context);
    const isMandatory = (at: number): boolean => chosen.has(at);
    const problem = arrange(this.classified, operations, subject, isMandatory);
    const kept = this.machine;
    if (kept !== undefined && !kept.overflowed && kept.size <= MOST_STATES) {
      const { verdict } = search(kept, problem, bounds);
      if (verdict !== 'unknown' || !kept.overflowed) {
        return verdict;
      }
      // With the states of other sets they are too many. This set alone may have few.
    }
    this.machine = machineOf(model, this.classified, settings);
    return search(this.machine, problem, bounds).verdict;
  }
}

/**
 * The model in all states at once that the operations can lead to; nothing if they are too many.
 */
export function inAnyState<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
): Model<State, Input, Output> | undefined {
  const { classes } = classify(model, operations);
  const machine = new Machine(model, classes, Infinity);
  const states = closureOf(machine, [...classes.keys()]);
  if (states === undefined) {
    return undefined;
  }
  const all = [...states].flatMap((state) => machine.statesOf(state));
  return { ...model, init: () => all };
}
