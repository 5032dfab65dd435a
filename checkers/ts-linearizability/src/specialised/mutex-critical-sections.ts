import type { MutexInput, MutexOutput } from '../models/inputs.js';
import type { Operation, Recognition, SpecialisedChecker } from '../types.js';
import { intervalsOf } from './intervals.js';
import { judgeFlags } from './flags/judge.js';
import { ROLE } from './flags/roles.js';
import { wordsFor, type DescribeOperation } from './words.js';

type MutexOperations = readonly Operation<MutexInput, MutexOutput>[];

/**
 * Locks without owners, in O(n log n): acquires and releases that succeeded take turns, those
 * that were refused saw the lock held or free (`linearizeFlags`). An operation without an answer takes
 * its turn if it is needed; one that answered, but not what, did either (`judgeFlags`).
 */
export function mutexCriticalSections(
  held: boolean,
  describe: DescribeOperation<MutexInput, MutexOutput>,
): SpecialisedChecker<MutexInput, MutexOutput> {
  return {
    name: 'mutex-critical-sections',
    recognise: (operations) => recogniseMutex(operations, held, describe),
  };
}

function recogniseMutex(
  operations: MutexOperations,
  held: boolean,
  describe: DescribeOperation<MutexInput, MutexOutput>,
): Recognition {
  const role = new Uint8Array(operations.length);
  for (let i = 0; i < operations.length; i++) {
    const { input, output, return: returned } = operations[i] as MutexOperations[number];
    if (output !== undefined && returned === Infinity) {
      return { recognised: false, because: `operation ${i} has an answer, but no time of it` };
    }
    role[i] = roleOf(input.f === 'acquire', output, returned !== Infinity);
  }
  const words = wordsFor(operations, describe);
  return {
    recognised: true,
    check() {
      const flags = {
        role,
        flag: new Int32Array(operations.length),
        start: Uint8Array.of(held ? 1 : 0),
        ...intervalsOf(operations),
      };
      return judgeFlags(flags, (stuck, isHeld) => {
        const answer = operations[stuck]?.output === false ? 'was refused' : 'succeeded';
        return `${words(stuck)} ${answer}, but nothing that can have come before it ended that the lock was ${isHeld ? 'held' : 'free'}`;
      });
    },
  };
}

function roleOf(acquires: boolean, output: boolean | undefined, isAnswered: boolean): number {
  if (output === false) {
    return ROLE[acquires ? 'seesOn' : 'seesOff'];
  }
  if (output === undefined && isAnswered) {
    return ROLE[acquires ? 'leavesOn' : 'leavesOff'];
  }
  return ROLE[acquires ? 'turnsOn' : 'turnsOff'];
}
