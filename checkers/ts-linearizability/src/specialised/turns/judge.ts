import { endOfPiece, isPause } from '../../resumable/pauses.js';
import type { Resumable, SpecialisedVerdict } from '../../types.js';
import { isTurn, ROLE, type Turns } from './roles.js';
import { isStuck, takeTurns, type StuckTurns } from './take.js';
import { fewStuck } from './witness.js';

/** Says why an operation has no place while the thing that it is about is on, or off. */
export type WhyStuck = (operation: number, isOn: boolean, thing: number) => string;

/** The verdict on operations on things that are on or off. */
export function* judgeTurns(turns: Turns, why: WhyStuck): Resumable<SpecialisedVerdict> {
  const operations = yield* relevant(turns);
  const taken = yield* takeTurns(turns, operations);
  return isStuck(taken)
    ? yield* stuckVerdict(turns, taken, why)
    : { verdict: 'ok', linearize: () => taken.order };
}

/** The verdict if an operation has no place. */
export function* stuckVerdict(
  turns: Turns,
  { order, stuck }: StuckTurns,
  why: WhyStuck,
): Resumable<Extract<SpecialisedVerdict, { verdict: 'illegal' }>> {
  const thing = turns.thing[stuck] as number;
  const before = yield* ofThing(turns, thing, order);
  const witness = yield* fewStuck(turns, before, stuck);
  let isOn = turns.start[thing] === 1;
  for (let i = 0; i < before.length; i++) {
    if (isPause(i)) {
      yield;
    }
    isOn = isOn !== isTurn(turns.role[before[i] as number]);
  }
  return { verdict: 'illegal', witness, reason: why(stuck, isOn, thing) };
}

/** The operations that have to be, and those that may turn something. */
export function* relevant({ role }: Turns): Resumable<Int32Array> {
  const operations = new Int32Array(role.length);
  let count = 0;
  for (let operation = 0; operation < role.length;) {
    for (const end = endOfPiece(operation, role.length); operation < end; operation++) {
      if (role[operation] !== ROLE.none) {
        operations[count++] = operation;
      }
    }
    yield;
  }
  return operations.subarray(0, count);
}

function* ofThing(turns: Turns, thing: number, operations: Int32Array): Resumable<number[]> {
  const found: number[] = [];
  for (let i = 0; i < operations.length; i++) {
    if (isPause(i)) {
      yield;
    }
    const operation = operations[i] as number;
    if (turns.thing[operation] === thing) {
      found.push(operation);
    }
  }
  return found;
}
