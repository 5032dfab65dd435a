import { distinct } from '../../history/columns.js';
import type { SpecialisedVerdict } from '../../types.js';
import { asTaken, freedTurns, inHistory, type FreedTurns } from './freed.js';
import { isTurn, ROLE, type Turns } from './roles.js';
import { isStuck, takeTurns, type StuckTurns } from './take.js';
import { fewStuck } from './witness.js';

/** Says why an operation has no place while the thing that it is about is on, or off. */
export type WhyStuck = (operation: number, isOn: boolean, thing: number) => string;

/**
 * The verdict on operations on things that are on or off. Where some leave a thing on or off
 * whatever it was, an order that was found is right, and what is wrong even with more freedom is
 * wrong; else it is left undecided.
 */
export function judgeTurns(turns: Turns, why: WhyStuck): SpecialisedVerdict {
  const operations = relevant(turns);
  const freed = freedTurns(turns);
  if (freed === undefined) {
    const taken = takeTurns(turns, operations);
    return isStuck(taken)
      ? stuckVerdict(turns, taken, why)
      : { verdict: 'ok', linearize: () => taken.order };
  }
  const freely = takeTurns(freed, relevant(freed));
  if (isStuck(freely)) {
    return stuckVerdict(freed, freely, why);
  }
  const guess = takeTurns(asTaken(turns, freed, freely.order), operations);
  return isStuck(guess)
    ? {
        verdict: 'undecided',
        because: 'the order hinges on what operations did whose answers are not known',
      }
    : { verdict: 'ok', linearize: () => guess.order };
}

/** The verdict if an operation has no place. */
export function stuckVerdict(
  turns: Turns | FreedTurns,
  { order, stuck }: StuckTurns,
  why: WhyStuck,
): Extract<SpecialisedVerdict, { verdict: 'illegal' }> {
  const thing = turns.thing[stuck] as number;
  const before = ofThing(turns, thing, order);
  const few = fewStuck(turns, before, stuck);
  const witness = 'standsFor' in turns ? distinct(inHistory(turns, few)) : few;
  let isOn = turns.start[thing] === 1;
  for (let i = 0; i < before.length; i++) {
    isOn = isOn !== isTurn(turns.role[before[i] as number]);
  }
  return { verdict: 'illegal', witness, reason: why(stuck, isOn, thing) };
}

/** The operations that have to be, and those that may turn something. */
export function relevant({ role }: Turns): Int32Array {
  const operations = new Int32Array(role.length);
  let count = 0;
  for (let operation = 0; operation < role.length; operation++) {
    if (role[operation] !== ROLE.none) {
      operations[count++] = operation;
    }
  }
  return operations.subarray(0, count);
}

function ofThing(turns: Turns, thing: number, operations: Int32Array): number[] {
  const found: number[] = [];
  for (let i = 0; i < operations.length; i++) {
    const operation = operations[i] as number;
    if (turns.thing[operation] === thing) {
      found.push(operation);
    }
  }
  return found;
}
