import { describe, expect, it } from 'vitest';
import { isLinearizable } from '../../differential/exhaustive.test.support.js';
import { inTime } from '../../explain/in-time.test.support.js';
import { Random } from '../../generate/random.test.support.js';
import { casRegister } from '../../models/cas-register.js';
import type { CasRegisterInput, CasRegisterOutput } from '../../models/inputs.js';
import type { Control, Operation } from '../../types.js';
import { follow } from '../just-in-time/follow.js';
import { decodeRegister } from '../register/decode.js';
import { registerColumns } from '../register/operations.js';
import { FollowedRegister } from './followed.js';
import { coreOf, type Core } from './witness.js';

type Op = Operation<CasRegisterInput, CasRegisterOutput>;

const patient: Control = { stop: () => undefined, now: () => 0, hold: () => true };
/** All values there are, and one more. */
const STATES = [null, 1, 2, 3];

/** Up to nine operations on two values, many without an answer. */
function history(random: Random): Op[] {
  const value = (): number => 1 + random.below(2);
  return Array.from({ length: 5 + random.below(5) }, (): Op => {
    const call = random.below(14);
    const times = { call, return: call + random.below(5) };
    const open = { call, return: random.chance(0.5) ? Infinity : times.return };
    return random.pick([
      { input: { f: 'read' }, output: value(), ...times },
      { input: { f: 'write', value: value() }, ...open },
      { input: { f: 'cas', from: value(), to: value() }, ...open },
    ] as const);
  });
}

/** What is said to make a history illegal; nothing if it is legal. */
function coreIn(operations: readonly Op[]): Core | undefined {
  const columns = registerColumns(operations, null, decodeRegister);
  if (typeof columns === 'string') {
    throw new Error(columns);
  }
  const found = follow(new FollowedRegister(columns, { relaxed: true }, 512), 512, patient);
  return found.end === 'stuck' ? coreOf(columns, found.at, patient) : undefined;
}

/** Whether some operations are illegal as it is claimed of the core. */
function holds(operations: readonly Op[], witness: readonly number[], { claim }: Core): boolean {
  const weakened = inTime(casRegister(), operations, { witness, from: claim.from }, STATES);
  return !isLinearizable(weakened.model, weakened.operations);
}

/** Histories that are illegal, and what is wrong with what is said of them. */
function faultsOf(histories: number) {
  const faults: unknown[] = [];
  let minimal = 0;
  for (let seed = 0; seed < histories; seed++) {
    const operations = history(new Random(seed));
    const found = coreIn(operations);
    if (found === undefined) {
      continue;
    }
    const { core, claim } = found;
    minimal += claim.minimal ? 1 : 0;
    const isSpare = (at: number): boolean =>
      holds(
        operations,
        core.filter((other) => other !== at),
        found,
      );
    if (!holds(operations, core, found) || (claim.minimal && core.some(isSpare))) {
      faults.push({ seed, core, claim, operations });
    }
  }
  return { faults: faults.slice(0, 2), minimal };
}

describe('the core of an illegal history of a register', () => {
  it('is illegal as claimed, and minimal where it says so, by the definition', () => {
    const { faults, minimal } = faultsOf(3000);
    expect(faults).toEqual([]);
    expect(minimal).toBeGreaterThan(300);
  });

  it('is minimal also where fewer are illegal only as operations without an answer happen once', () => {
    const operations: Op[] = [
      { input: { f: 'cas', from: 1, to: 2 }, call: 0, return: Infinity },
      { input: { f: 'cas', from: 2, to: 3 }, output: true, call: 1, return: 2 },
      { input: { f: 'read' }, output: null, call: 3, return: 4 },
    ];
    expect(coreIn(operations)).toMatchObject({
      core: [1],
      claim: { from: 'initial-state-in-time', minimal: true },
    });
  });
});
