import { problemOf, type Problem } from '../history/problem.js';
import { closureOf } from '../machine/closure.js';
import { Machine } from '../machine/machine.js';
import type { Model, Operation } from '../types.js';

/**
 * Histories with only some operations binding: of the others, those that change nothing are
 * left out, and the rest may take effect at any time at all, or never. Every legal history
 * stays legal, so what is still illegal is so because of the binding operations alone.
 */
export class Weakening<Input, Output> {
  private readonly operations: readonly Operation<Input, Output>[];
  private readonly problem: Problem<Input, Output>;
  private readonly classOf: Int32Array;
  private readonly start: number;
  private readonly states: number | undefined;

  private constructor(
    operations: readonly Operation<Input, Output>[],
    problem: Problem<Input, Output>,
    classOf: Int32Array,
    start: number,
    states: number | undefined,
  ) {
    this.operations = operations;
    this.problem = problem;
    this.classOf = classOf;
    this.start = start;
    this.states = states;
  }

  static of<State, Input, Output>(
    model: Model<State, Input, Output>,
    operations: readonly Operation<Input, Output>[],
  ): Weakening<Input, Output> {
    const problem = problemOf(model, operations);
    const { classes, position } = problem;
    const classOf = new Int32Array(operations.length).fill(-1);
    for (let index = 0; index < position.length; index++) {
      classOf[position[index] as number] = problem.classOf[index] as number;
    }
    let start = Infinity;
    for (let at = 0; at < operations.length; at++) {
      start = Math.min(start, operations[at]?.call ?? Infinity);
    }
    const states = closureOf(new Machine(model, classes, Infinity), classes.length);
    return new Weakening(operations, problem, classOf, start, states?.length);
  }

  /** The history in which only the operations at these positions are binding. */
  bindingOnly(positions: readonly number[]): Operation<Input, Output>[] {
    const { operations, problem, classOf } = this;
    const result: Operation<Input, Output>[] = [];
    const isBinding = new Uint8Array(operations.length);
    for (let i = 0; i < positions.length; i++) {
      isBinding[positions[i] as number] = 1;
      result.push(operations[positions[i] as number] as Operation<Input, Output>);
    }
    const left = new Int32Array(problem.classes.length).fill(this.mostFree(positions.length));
    for (let at = 0; at < operations.length; at++) {
      const operationClass = classOf[at] as number;
      const changes = problem.classes[operationClass]?.readOnly === false;
      if (changes && isBinding[at] === 0 && (left[operationClass] as number) > 0) {
        left[operationClass] = (left[operationClass] as number) - 1;
        const operation = operations[at] as Operation<Input, Output>;
        result.push({ ...operation, call: this.start, return: Infinity });
      }
    }
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
