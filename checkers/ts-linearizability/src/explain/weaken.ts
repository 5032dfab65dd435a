import { problemOf, type Problem } from '../history/problem.js';
import { closureOf } from '../machine/closure.js';
import { Machine } from '../machine/machine.js';
import type { Control, Model, Operation } from '../types.js';

/**
 * Histories with only some operations binding: of the others, those that change nothing are
 * left out, and the rest may take effect at any time at all, or never. Every legal history
 * stays legal, so what is still illegal is so because of the binding operations alone.
 */
export class Weakening<State, Input, Output> {
  private readonly operations: readonly Operation<Input, Output>[];
  private readonly problem: Problem<Input, Output>;
  private readonly classOf: Int32Array;
  private readonly start: number;
  private readonly states: number | undefined;

  constructor(
    model: Model<State, Input, Output>,
    operations: readonly Operation<Input, Output>[],
    control: Control,
  ) {
    this.operations = operations;
    this.problem = problemOf(model, operations);
    const { classes, position, classOf } = this.problem;
    this.classOf = new Int32Array(operations.length).fill(-1);
    position.forEach((at, index) => (this.classOf[at] = classOf[index] as number));
    this.start = operations.reduce((least, { call }) => Math.min(least, call), Infinity);
    const machine = new Machine(model, classes, Infinity);
    this.states = closureOf(machine, classes.length, control)?.length;
  }

  /** The history in which only the operations at these positions are binding. */
  bindingOnly(positions: readonly number[]): Operation<Input, Output>[] {
    const binding = new Set(positions);
    const result = positions.map((at) => this.operations[at] as Operation<Input, Output>);
    const left = new Int32Array(this.problem.classes.length).fill(this.mostFree(binding.size));
    this.operations.forEach((operation, at) => {
      const operationClass = this.classOf[at] as number;
      const changes = this.problem.classes[operationClass]?.readOnly === false;
      if (changes && !binding.has(at) && (left[operationClass] as number) > 0) {
        left[operationClass] = (left[operationClass] as number) - 1;
        result.push({ ...operation, call: this.start, return: Infinity });
      }
    });
    return result;
  }

  /**
   * How many free operations of one class can be of use: between two binding ones, and before
   * the first, a shortest way from state to state visits none twice.
   */
  private mostFree(binding: number): number {
    return Math.min(0x7fffffff, (this.states ?? Infinity) * (binding + 1));
  }
}

/**
 * The model started in all its states at once, as if nothing were known of what came before;
 * nothing if it has too many states.
 */
export function anyStateModel<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  control: Control,
): Model<State, Input, Output> | undefined {
  const { classes } = problemOf(model, operations);
  const machine = new Machine(model, classes, Infinity);
  const states = closureOf(machine, classes.length, control);
  if (states === undefined) {
    return undefined;
  }
  const all = [...states].flatMap((state) => machine.statesOf(state));
  return { ...model, init: () => all };
}
