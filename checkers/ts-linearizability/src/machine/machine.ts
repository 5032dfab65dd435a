import type { OperationClass } from '../history/problem.js';
import type { Model } from '../types.js';
import { StateInterner } from './interner.js';
import { StepTable } from './step-table.js';

/** The result of a step that no state allows. */
export const ILLEGAL = -1;

const MISSING = -2;

/** Of an entry of a set: the array, and the references to it. */
const SET_BYTES = 96;
/** So much more than what is alive the heap holds before V8 collects it. */
const HEAP_SLACK = 1.5;

/**
 * A model over small integers: states are numbered as they are met, steps are remembered
 * by (state, class).
 *
 * A number stands for a set of the model's states (the powerset construction), so a
 * nondeterministic model needs no branching; for a deterministic one every set has one
 * member.
 */
export class Machine<State, Input, Output> {
  readonly initial: number;
  private readonly model: Model<State, Input, Output>;
  private readonly classes: readonly OperationClass<Input, Output>[];
  private readonly interner: StateInterner<State>;
  private readonly table = new StepTable();
  /** Members of each set, ascending. */
  private readonly sets: (readonly number[])[] = [];
  private readonly singletons: number[] = [];
  private readonly larger = new Map<string, number>();
  private readonly maxStates: number;
  private setBytes = 0;

  constructor(
    model: Model<State, Input, Output>,
    classes: readonly OperationClass<Input, Output>[],
    maxStates: number,
  ) {
    this.model = model;
    this.classes = classes;
    this.maxStates = maxStates;
    this.interner = new StateInterner(model);
    this.initial = this.setOf(model.init());
  }

  /** The state after an operation of that class, or `ILLEGAL`. */
  step(state: number, operationClass: number): number {
    const known = this.table.get(state, operationClass, MISSING);
    if (known !== MISSING) {
      return known;
    }
    const { input, output } = this.classes[operationClass] as OperationClass<Input, Output>;
    const next: State[] = [];
    for (const member of this.sets[state] as readonly number[]) {
      next.push(...this.model.step(this.interner.states[member] as State, input, output));
    }
    const result = next.length === 0 ? ILLEGAL : this.setOf(next);
    this.table.set(state, operationClass, result);
    return result;
  }

  /** The model's states that a number stands for. */
  statesOf(state: number): readonly State[] {
    return (this.sets[state] ?? []).map((member) => this.interner.states[member] as State);
  }

  /** How many numbers are in use. */
  get size(): number {
    return this.sets.length;
  }

  /** Whether so many states were met that the state space counts as infinite. */
  get overflowed(): boolean {
    return this.interner.states.length > this.maxStates;
  }

  /** An estimate of the memory held, with what it leaves behind until that is collected. */
  get bytes(): number {
    return HEAP_SLACK * (this.interner.bytes + this.setBytes) + 2 * this.table.bytes;
  }

  private setOf(states: readonly State[]): number {
    const [first] = states;
    if (states.length === 1) {
      return this.singleton(this.interner.intern(first as State));
    }
    const members = [...new Set(states.map((state) => this.interner.intern(state)))];
    if (members.length === 1) {
      return this.singleton(members[0] as number);
    }
    members.sort((a, b) => a - b);
    const key = members.join(',');
    let set = this.larger.get(key);
    if (set === undefined) {
      set = this.sets.push(members) - 1;
      this.larger.set(key, set);
      this.setBytes += SET_BYTES + 8 * members.length + 2 * key.length;
    }
    return set;
  }

  private singleton(member: number): number {
    let set = this.singletons[member];
    if (set === undefined) {
      set = this.sets.push([member]) - 1;
      this.setBytes += SET_BYTES;
      this.singletons[member] = set;
    }
    return set;
  }
}
