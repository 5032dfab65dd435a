import type { Classified, OperationClass } from '../history/problem.js';
import type { Model } from '../types.js';
import { StateInterner } from './interner.js';
import { RecordTable } from './record-table.js';

/** The result of a step that no state allows. */
const ILLEGAL = -1;

/** If nothing else is said, a state space with more states than this, and so many per operation, is infinite. */
const STATES_AT_LEAST = 1_000_000;
const STATES_PER_OPERATION = 2;

/** Of an entry of a set: the array, and the references to it. */
const SET_BYTES = 96;
/** So much more than what is alive the heap holds before V8 collects it. */
const HEAP_SLACK = 1.5;

/** A machine of any model, as the search sees it. */
export type Steps = Pick<
  Machine<unknown, unknown, unknown>,
  'initial' | 'step' | 'seesAhead' | 'canLeadTo' | 'overwrites' | 'bytes' | 'overflowed'
>;

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
  /** The result of each step, as the note of (state, class). */
  private readonly steps = new RecordTable(2);
  /** Whether a class can still be legal after a state: 1 or 0. */
  private readonly futures: RecordTable | undefined;
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
    this.futures = model.canLeadTo === undefined ? undefined : new RecordTable(2);
    this.initial = this.setOf(model.init());
  }

  /** The state after an operation of that class, or -1 if none allows it. */
  step(state: number, operationClass: number): number {
    const { steps } = this;
    const known = steps.size;
    const record = recordOf(steps, state, operationClass);
    if (record < known) {
      return steps.noteOf(record);
    }
    const { input, output } = this.classes[operationClass] as OperationClass<Input, Output>;
    const next: State[] = [];
    for (const member of this.sets[state] as readonly number[]) {
      next.push(...this.model.step(this.interner.states[member] as State, input, output));
    }
    const result = next.length === 0 ? ILLEGAL : this.setOf(next);
    steps.setNote(record, result);
    return result;
  }

  /** Whether the model tells what its states can lead to. */
  get seesAhead(): boolean {
    return this.futures !== undefined;
  }

  /** Whether operations that do not overwrite can lead to one where that class is legal. */
  canLeadTo(state: number, operationClass: number): boolean {
    const { futures } = this;
    if (futures === undefined) {
      return true;
    }
    const known = futures.size;
    const record = recordOf(futures, state, operationClass);
    if (record < known) {
      return futures.noteOf(record) === 1;
    }
    const { input, output } = this.classes[operationClass] as OperationClass<Input, Output>;
    const can = this.statesOf(state).some(
      (member) => this.model.canLeadTo?.(member, input, output) ?? true,
    );
    futures.setNote(record, can ? 1 : 0);
    return can;
  }

  /** Whether a class leads to one state whatever was there before. */
  overwrites(operationClass: number): boolean {
    const { input, output } = this.classes[operationClass] as OperationClass<Input, Output>;
    return this.model.overwrites?.(input, output) ?? false;
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
    const tables = this.steps.bytes + (this.futures?.bytes ?? 0);
    return HEAP_SLACK * (this.interner.bytes + this.setBytes) + tables;
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

function recordOf(table: RecordTable, state: number, operationClass: number): number {
  table.key[0] = state;
  table.key[1] = operationClass;
  return table.add();
}

/** A machine for operations of these classes, with a bound to how many different states are not infinitely many. */
export function machineOf<State, Input, Output>(
  model: Model<State, Input, Output>,
  { classes, classOf }: Classified<Input, Output>,
  { maxStates }: { readonly maxStates: number | undefined },
): Machine<State, Input, Output> {
  const most = maxStates ?? STATES_AT_LEAST + STATES_PER_OPERATION * classOf.length;
  return new Machine(model, classes, most);
}
