import { ROLE } from '../specialised/flags/roles.js';
import { setHistory } from '../specialised/set/history.js';
import type { Operation, Partition, Value } from '../types.js';
import { structuralKey } from '../values/key.js';
import type { SetInput, SetOutput } from './inputs.js';
import { partitionBy } from './partition-by.js';

/** Up to so many elements each is a part of its own; so many of more are one part. */
const MOST_ALONE = 1000;
const TOGETHER = 128;

/**
 * Elements are independent of each other, unless a read looks at all of them. If they are very
 * many, those of which all is known that happened are put together, for the time that each part
 * takes by itself: a search never has to look at these.
 */
export function setPartition(
  operations: readonly Operation<SetInput, SetOutput>[],
  initial: readonly Value[],
): readonly Partition[] {
  if (operations.some(({ input }) => input.f === 'read')) {
    return partitionBy<SetInput, SetOutput>(() => 'all')(operations);
  }
  const history = setHistory(operations, initial);
  if (typeof history === 'string' || 'value' in history) {
    return partitionBy<SetInput, SetOutput>(nameOf)(operations);
  }
  const { ids, role, flag } = history;
  const isAlone = new Uint8Array(ids.count).fill(ids.count > MOST_ALONE ? 0 : 1);
  for (const [at, one] of role.entries()) {
    if (one === ROLE.leavesOn || one === ROLE.leavesOff) {
      isAlone[flag[at] as number] = 1;
    }
  }
  const parts = new Map<number, { indices: number[]; elements: Set<number> }>();
  for (const [at, element] of flag.entries()) {
    const together = ids.count + Math.floor(element / TOGETHER);
    const group = isAlone[element] === 1 ? element : together;
    const part = parts.get(group) ?? { indices: [], elements: new Set() };
    parts.set(group, part);
    part.indices.push(at);
    part.elements.add(element);
  }
  return Array.from(parts.values(), ({ indices, elements: { size } }) => {
    const name = nameOf((operations[indices[0] as number] as Operation<SetInput, SetOutput>).input);
    return { key: size === 1 ? name : `${name} and ${size - 1} more`, indices };
  });
}

function nameOf(input: SetInput): string {
  return input.f === 'read' ? '' : structuralKey(input.value);
}
