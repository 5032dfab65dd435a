import { gather, inverse } from '../../history/columns.js';
import { sort } from '../../history/sort.js';
import { ROLE, type Flags } from './roles.js';

/** Flags with some operations that are not in the history, after all others. */
export interface RelaxedFlags extends Flags {
  /** Of those, which operation of the history each stands for. */
  readonly standsFor: readonly number[];
}

/**
 * As if an operation that leaves something on or off, whatever it was, only saw it so; but could
 * besides turn it so, once, at any time after its call. That is more freedom than it has. Nothing
 * if there is no such operation.
 */
export function relaxedFlags(flags: Flags): RelaxedFlags | undefined {
  const leaves = (role: number): boolean => role === ROLE.leavesOn || role === ROLE.leavesOff;
  const standsFor = Array.from(flags.role.keys()).filter((at) => leaves(flags.role[at] as number));
  if (standsFor.length === 0) {
    return undefined;
  }
  const count = flags.role.length + standsFor.length;
  const freed = {
    role: new Uint8Array(count),
    flag: new Int32Array(count),
    start: flags.start,
    call: new Float64Array(count),
    return: new Float64Array(count).fill(Infinity),
    deadline: new Float64Array(count),
    standsFor,
  };
  freed.role.set(flags.role);
  freed.flag.set(flags.flag);
  freed.call.set(flags.call);
  freed.return.set(flags.return);
  freed.deadline.set(flags.return);
  const byReturn = inverse(sort(gather(flags.return, standsFor)));
  for (let i = 0; i < standsFor.length; i++) {
    const operation = standsFor[i] as number;
    const extra = flags.role.length + i;
    const leavesOn = flags.role[operation] === ROLE.leavesOn;
    freed.role[operation] = ROLE[leavesOn ? 'seesOn' : 'seesOff'];
    freed.role[extra] = ROLE[leavesOn ? 'turnsOn' : 'turnsOff'];
    freed.flag[extra] = flags.flag[operation] as number;
    freed.call[extra] = flags.call[operation] as number;
    // After all that must be over, before what was never answered; what returned last at first, as
    // that can most likely turn when it is needed.
    freed.deadline[extra] = Number.MAX_VALUE / (2 + (byReturn[i] as number));
  }
  return freed;
}

/**
 * Flags as an order of relaxed ones says: what turned something is a change, the rest only saw it. Not
 * all that such operations could do, but if this has a legal order, so has the history.
 */
export function asTaken(flags: Flags, { standsFor }: RelaxedFlags, order: Int32Array): Flags {
  const role = flags.role.slice();
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
  return { ...flags, role };
}

/** Operations of the history: themselves, or what others stand for. */
export function inHistory(
  { role, standsFor }: RelaxedFlags,
  operations: readonly number[],
): number[] {
  const count = role.length - standsFor.length;
  return operations.map((operation) => standsFor[operation - count] ?? operation);
}
