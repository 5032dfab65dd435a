import { distinct, firstNumbers } from '../../history/columns.js';
import type { SpecialisedVerdict } from '../../types.js';
import { asTaken, relaxedFlags, inHistory, type RelaxedFlags } from './relaxed.js';
import { isChange, ROLE, type Flags } from './roles.js';
import { isStuck, linearizeFlags, type StuckOrder } from './linearize.js';
import { fewStuck } from './witness.js';

/** Says why an operation has no place while the flag that it is about is on, or off. */
export type WhyStuck = (operation: number, isOn: boolean, flag: number) => string;

/**
 * The verdict on operations on flags that are on or off. Where some leave a flag on or off
 * whatever it was, an order that was found is right, and what is wrong even with more freedom is
 * wrong; else it is left undecided.
 */
export function judgeFlags(flags: Flags, why: WhyStuck): SpecialisedVerdict {
  const operations = relevant(flags);
  const freed = relaxedFlags(flags);
  if (freed === undefined) {
    const taken = linearizeFlags(flags, operations);
    return isStuck(taken)
      ? stuckVerdict(flags, taken, why)
      : { verdict: 'ok', linearize: () => taken.order };
  }
  const freely = linearizeFlags(freed, relevant(freed));
  if (isStuck(freely)) {
    return stuckVerdict(freed, freely, why);
  }
  const guess = linearizeFlags(asTaken(flags, freed, freely.order), operations);
  return isStuck(guess)
    ? {
        verdict: 'undecided',
        because: 'the order hinges on what operations did whose answers are not known',
      }
    : { verdict: 'ok', linearize: () => guess.order };
}

/** The verdict if an operation has no place. */
export function stuckVerdict(
  flags: Flags | RelaxedFlags,
  { order, stuck }: StuckOrder,
  why: WhyStuck,
): Extract<SpecialisedVerdict, { verdict: 'illegal' }> {
  const flag = flags.flag[stuck] as number;
  const before = Array.from(order).filter((operation) => flags.flag[operation] === flag);
  const few = fewStuck(flags, before, stuck);
  const witness = 'standsFor' in flags ? distinct(inHistory(flags, few)) : few;
  const changes = before.filter((operation) => isChange(flags.role[operation])).length;
  const isOn = (flags.start[flag] === 1) !== (changes % 2 === 1);
  return { verdict: 'illegal', witness, reason: why(stuck, isOn, flag) };
}

/** The operations that have to be, and those that may turn something. */
export function relevant({ role, flag }: Flags): Int32Array {
  return firstNumbers(flag.length).filter((at) => role[at] !== ROLE.none);
}
