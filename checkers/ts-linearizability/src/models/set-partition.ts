import { elementRoles } from '../specialised/set/roles.js';
import { ROLE } from '../specialised/flags/roles.js';
import type { Operation, Partition, Value } from '../types.js';
import { structuralKey } from '../values/key.js';
import type { SetInput, SetOutput } from './inputs.js';
import { partitionBy } from './partition-by.js';

type SetOperations = readonly Operation<SetInput, SetOutput>[];

/** Up to so many elements each is a part of its own. */
const MOST_ALONE = 1000;

/** How many operations a part of several elements has, or a little more. */
const OPERATIONS_TOGETHER = 1 << 8;

/**
 * Elements are independent of each other, unless a read looks at all of them. If they are very
 * many, those of which all is known that happened are put together, for the time that each part
 * takes by itself: a search never has to look at these.
 */
export function setPartition(
  operations: SetOperations,
  initial: readonly Value[],
): readonly Partition[] {
  for (let i = 0; i < operations.length; i++) {
    if (operations[i]?.input.f === 'read') {
      return partitionBy<SetInput, SetOutput>(() => 'all')(operations);
    }
  }
  const elements = elementsOf(operations, initial);
  if (elements === undefined) {
    return partitionBy<SetInput, SetOutput>(nameOf)(operations);
  }
  const partOf = new Int32Array(elements.count);
  const parts: Part[] = [];
  let together: Part | undefined;
  for (let element = 0; element < elements.count; element++) {
    const size = elements.sizes[element] as number;
    if (size === 0) {
      // It is only there at first.
      continue;
    }
    const isAlone = elements.count <= MOST_ALONE || elements.isOpen[element] === 1;
    let part = isAlone ? undefined : together;
    if (part === undefined) {
      part = { at: parts.length, first: elements.first[element] as number, elements: 0, size: 0 };
      parts.push(part);
    }
    partOf[element] = part.at;
    part.elements++;
    part.size += size;
    if (!isAlone) {
      together = part.size < OPERATIONS_TOGETHER ? part : undefined;
    }
  }
  return fill(operations, elements.elementOf, partOf, parts);
}

/** A part as it grows. */
interface Part {
  readonly at: number;
  /** Its first operation. */
  readonly first: number;
  elements: number;
  size: number;
}

/** The elements of a set's history. */
interface SetElements {
  readonly count: number;
  /** Per operation. */
  readonly elementOf: Int32Array;
  /** Per element: its first operation, how many it has, and 1 if not all is known of these. */
  readonly first: Int32Array;
  readonly sizes: Int32Array;
  readonly isOpen: Uint8Array;
}

/** The elements; nothing if an operation makes no sense. */
function elementsOf(operations: SetOperations, initial: readonly Value[]): SetElements | undefined {
  const roles = elementRoles(operations, initial);
  if (typeof roles === 'string') {
    return undefined;
  }
  const { ids, role, flag } = roles;
  const first = new Int32Array(ids.count);
  const sizes = new Int32Array(ids.count);
  const isOpen = new Uint8Array(ids.count);
  for (let i = 0; i < operations.length; i++) {
    const element = flag[i] as number;
    if (sizes[element] === 0) {
      first[element] = i;
    }
    sizes[element] = (sizes[element] as number) + 1;
    if (role[i] === ROLE.leavesOn || role[i] === ROLE.leavesOff) {
      isOpen[element] = 1;
    }
  }
  return { count: ids.count, elementOf: flag, first, sizes, isOpen };
}

function fill(
  operations: SetOperations,
  elementOf: Int32Array,
  partOf: Int32Array,
  parts: readonly Part[],
): readonly Partition[] {
  const indices: Int32Array[] = [];
  for (const { size } of parts) {
    indices.push(new Int32Array(size));
  }
  const filled = new Int32Array(parts.length);
  for (let position = 0; position < operations.length; position++) {
    const part = partOf[elementOf[position] as number] as number;
    (indices[part] as Int32Array)[filled[part] as number] = position;
    filled[part] = (filled[part] as number) + 1;
  }
  const partitions: Partition[] = [];
  for (const { at, first, elements } of parts) {
    const name = nameOf((operations[first] as SetOperations[number]).input);
    const key = elements === 1 ? name : `${name} and ${elements - 1} more`;
    partitions.push({ key, indices: indices[at] as Int32Array });
  }
  return partitions;
}

function nameOf(input: SetInput): string {
  return input.f === 'read' ? '' : structuralKey(input.value);
}
