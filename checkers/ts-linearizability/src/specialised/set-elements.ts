import type { SetInput, SetOutput } from '../models/inputs.js';
import { isPause } from '../resumable/pauses.js';
import type { Operation, Recognition, Resumable, SpecialisedChecker, Value } from '../types.js';
import { describeValue } from '../values/describe.js';
import { intervalsOf } from './intervals.js';
import { roleOf } from './set/roles.js';
import { judgeTurns } from './turns/judge.js';
import { ValueIds } from './value-ids.js';
import { wordsFor, type DescribeOperation } from './words.js';

type SetOperations = readonly Operation<SetInput, SetOutput>[];

/**
 * Sets without reads of everything, in O(n log n): elements are independent of each other, and
 * each is in the set or not, in turns, which some operations only see (`takeTurns`). An add or
 * remove without an answer takes its turn if it is needed.
 */
export function setElements(
  initial: readonly Value[],
  describe: DescribeOperation<SetInput, SetOutput>,
): SpecialisedChecker<SetInput, SetOutput> {
  return {
    name: 'set-elements',
    recognise: (operations) => recogniseSet(operations, initial, describe),
  };
}

function* recogniseSet(
  operations: SetOperations,
  initial: readonly Value[],
  describe: DescribeOperation<SetInput, SetOutput>,
): Resumable<Recognition> {
  const ids = new ValueIds(operations.length);
  const present = new Set(initial.map((value) => ids.idOf(value)));
  const role = new Uint8Array(operations.length);
  const thing = new Int32Array(operations.length);
  for (let i = 0; i < operations.length; i++) {
    if (isPause(i)) {
      yield;
    }
    const operation = operations[i] as SetOperations[number];
    if (operation.input.f === 'read') {
      return { recognised: false, because: `operation ${i} reads everything` };
    }
    const known = roleOf(operation);
    if (known === undefined) {
      return { recognised: false, because: `it is not known what operation ${i} did, or when` };
    }
    role[i] = known;
    thing[i] = ids.idOf(operation.input.value);
  }
  const start = new Uint8Array(ids.count);
  present.forEach((element) => (start[element] = 1));
  const words = wordsFor(operations, describe);
  return {
    recognised: true,
    *check() {
      const turns = { role, thing, start, ...(yield* intervalsOf(operations)) };
      return yield* judgeTurns(turns, (stuck, isIn) => {
        const input = operations[stuck]?.input;
        const value = input === undefined || input.f === 'read' ? null : input.value;
        return `${words(stuck)}, but nothing that can have come before it ended that ${describeValue(value)} was ${isIn ? '' : 'not '}in the set`;
      });
    },
  };
}
