import { gather, inverse } from '../../history/columns.js';
import { sort } from '../../history/sort.js';
import { ROLE, type Turns } from './roles.js';

/** Turns with some operations that are not in the history, after all others. */
export interface FreedTurns extends Turns {
  /** Of those, which operation of the history each stands for. */
  readonly standsFor: readonly number[];
}

/**
 * As if an operation that leaves something on or off, whatever it was, only saw it so; but could
 * besides turn it so, once, at any time after its call. That is more freedom than it has. Nothing
 * if there is no such operation.
 */
export function freedTurns(turns: Turns): FreedTurns | undefined {
  const standsFor: number[] = [];
  for (let operation = 0; operation < turns.role.length; operation++) {
    const role = turns.role[operation];
    if (role === ROLE.leavesOn || role === ROLE.leavesOff) {
      standsFor.push(operation);
    }
  }
  if (standsFor.length === 0) {
    return undefined;
  }
  const count = turns.role.length + standsFor.length;
  const freed = {
    role: new Uint8Array(count),
    thing: new Int32Array(count),
    start: turns.start,
    call: new Float64Array(count),
    return: new Float64Array(count).fill(Infinity),
    deadline: new Float64Array(count),
    standsFor,
  };
  freed.role.set(turns.role);
  freed.thing.set(turns.thing);
  freed.call.set(turns.call);
  freed.return.set(turns.return);
  freed.deadline.set(turns.return);
  const byReturn = inverse(sort(gather(turns.return, standsFor)));
  for (let i = 0; i < standsFor.length; i++) {
    const operation = standsFor[i] as number;
    const extra = turns.role.length + i;
    const leavesOn = turns.role[operation] === ROLE.leavesOn;
    freed.role[operation] = ROLE[leavesOn ? 'seesOn' : 'seesOff'];
    freed.role[extra] = ROLE[leavesOn ? 'turnsOn' : 'turnsOff'];
    freed.thing[extra] = turns.thing[operation] as number;
    freed.call[extra] = turns.call[operation] as number;
    // After all that must be over, before what was never answered; what returned last at first, as
    // that can most likely turn when it is needed.
    freed.deadline[extra] = Number.MAX_VALUE / (2 + (byReturn[i] as number));
  }
  return freed;
}

/**
 * Turns as an order of freed ones says: what turned something is a turn, the rest only saw it. Not
 * all that such operations could do, but if this has a legal order, so has the history.
 */
export function asTaken(turns: Turns, { standsFor }: FreedTurns, order: Int32Array): Turns {
  const role = turns.role.slice();
  for (let i = 0; i < standsFor.length; i++) {
    const operation = standsFor[i] as number;
    role[operation] = ROLE[role[operation] === ROLE.leavesOn ? 'seesOn' : 'seesOff'];
  }
  for (let i = 0; i < order.length; i++) {
    const operation = standsFor[(order[i] as number) - role.length];
    if (operation !== undefined) {
      role[operation] = ROLE[role[operation] === ROLE.seesOn ? 'turnsOn' : 'turnsOff'];
    }
  }
  return { ...turns, role };
}

/** Operations of the history: themselves, or what others stand for. */
export function inHistory(
  { role, standsFor }: FreedTurns,
  operations: readonly number[],
): number[] {
  const count = role.length - standsFor.length;
  return operations.map((operation) => standsFor[operation - count] ?? operation);
}
