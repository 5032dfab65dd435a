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
 * A judge of what an explanation claims of a set of operations: they have no legal order, even if every other
 * operation is optional (may take effect at any time after its call, or never). If it claims that
 * from any state, what had returned before the first call of the set is left out, and the model may
 * be in any state that the operations of the history can lead to, in any order.
 *
 * @param model - in its initial state, or in any.
 * @param context - positions of all operations that are looked at; others are left out.
 * @returns `illegal` if the claim holds of the operations at some positions, `ok` if it does not.
 */
export function claimOn<State, Input, Output>(
  from: 'initial-state' | 'any-state',
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  context: readonly number[],
  settings: Settings,
  bounds: Control,
): (witness: readonly number[]) => Judgement {
  // What steps lead to is remembered from one set to the next.
  let classified: Classified<Input, Output> | undefined;
  let machine: Machine<State, Input, Output> | undefined;
  return (witness) => {
    const chosen = new Set(witness);
    const ofChosen = witness.map((at) => operations[at] as Operation<Input, Output>);
    const first = ofChosen.reduce((time, { call }) => Math.min(time, call), Infinity);
    const last = ofChosen.reduce((time, { return: end }) => Math.max(time, end), -Infinity);
    const subject = context.filter((at) => {
      const { call, return: returned } = operations[at] as Operation<Input, Output>;
      const isOver = from === 'any-state' && returned < first;
      return chosen.has(at) || (!isOver && call <= last);
    });
    // Specialised checkers know the initial state only, and among few operations the search is as fast.
    if (from === 'initial-state' && subject.length > FEW) {
      const weakened = subject.map((at) => {
        const operation = operations[at] as Operation<Input, Output>;
        return chosen.has(at) ? operation : { ...operation, return: Infinity };
      });
      return decide(model, weakened, settings, bounds);
    }
    classified ??= classify(model, operations, context);
    const problem = arrange(classified, operations, subject, (at) => chosen.has(at));
    if (machine !== undefined && !machine.overflowed && machine.size <= MOST_STATES) {
      const { verdict } = search(machine, problem, bounds);
      if (verdict !== 'unknown' || !machine.overflowed) {
        return verdict;
      }
      // With the states of other sets they are too many. This set alone may have few.
    }
    machine = machineOf(model, classified, settings);
    return search(machine, problem, bounds).verdict;
  };
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
