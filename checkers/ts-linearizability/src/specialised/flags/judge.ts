import { distinct, firstNumbers } from '../../history/columns.js';
import type { SpecialisedVerdict } from '../../types.js';
import { isStuck, linearizeFlags, type FlagOrder, type StuckOrder } from './linearize.js';
import { asTaken, inHistory, relaxedFlags, type RelaxedFlags } from './relaxed.js';
import { isChange, ROLE, type Flags } from './roles.js';
import { fewStuck } from './witness.js';

/** Says why an operation has no place while the flag that it is about is on, or off. */
export type WhyStuck = (operation: number, isOn: boolean, flag: number) => string;

/** Flags, and an operation on them that has no place. */
export interface StuckFlags {
  readonly flags: Flags | RelaxedFlags;
  readonly taken: StuckOrder;
}

/** Looks for an order of operations on flags. If it finds none, these may be `proven` to have none. */
export type Linearize = (
  flags: Flags | RelaxedFlags,
) => FlagOrder | { readonly proven: StuckFlags | undefined };

/** What is exact where every operation is about one flag. */
const linearizeExactly: Linearize = (flags) => {
  const taken = linearizeFlags(flags, relevant(flags));
  return isStuck(taken) ? { proven: { flags, taken } } : taken;
};

/**
 * The verdict on operations on flags that are on or off. Where some leave a flag on or off
 * whatever it was, an order that was found is right, and what is wrong even with more freedom is
 * wrong; else it is left undecided.
 *
 * @param attempts ways to find an order, one after the other.
 */
export function judgeFlags(
  flags: Flags,
  why: WhyStuck,
  attempts: readonly Linearize[] = [linearizeExactly],
): SpecialisedVerdict {
  const freed = relaxedFlags(flags);
  for (const linearize of attempts) {
    const freely = linearize(freed ?? flags);
    if ('order' in freely) {
      const found = freed === undefined ? freely : linearize(asTaken(flags, freed, freely.order));
      if ('order' in found) {
        return { verdict: 'ok', linearize: () => found.order };
      }
    } else if (freely.proven !== undefined) {
      return stuckVerdict(freely.proven, why);
    }
  }
  return {
    verdict: 'undecided',
    because:
      freed === undefined
        ? 'no element by itself contradicts the reads of everything, but no order was found'
        : 'the order hinges on what operations did whose answers are not known',
  };
}

/** The verdict if an operation has no place. */
function stuckVerdict(
  { flags, taken: { order, stuck } }: StuckFlags,
  why: WhyStuck,
): SpecialisedVerdict {
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
