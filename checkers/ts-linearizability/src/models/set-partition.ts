import { endOfPiece, isPause } from '../resumable/pauses.js';
import { roleOf } from '../specialised/set/roles.js';
import { ValueIds } from '../specialised/value-ids.js';
import type { Operation, Partition, Resumable } from '../types.js';
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
export function* setPartition(operations: SetOperations): Resumable<readonly Partition[]> {
  const elements = yield* elementsOf(operations);
  if (elements === undefined) {
    return yield* partitionBy<SetInput, SetOutput>(() => 'all')(operations);
  }
  const partOf = new Int32Array(elements.count);
  const parts: Part[] = [];
  let together: Part | undefined;
  for (let element = 0; element < elements.count; element++) {
    if (isPause(element)) {
      yield;
    }
    const size = elements.sizes[element] as number;
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
  return yield* fill(operations, elements.elementOf, partOf, parts);
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

/** The elements; nothing if an operation reads all of them. */
function* elementsOf(operations: SetOperations): Resumable<SetElements | undefined> {
  const ids = new ValueIds(operations.length);
  const elementOf = new Int32Array(operations.length);
  const first = new Int32Array(operations.length);
  const sizes = new Int32Array(operations.length);
  const isOpen = new Uint8Array(operations.length);
  for (let i = 0; i < operations.length; i++) {
    if (isPause(i)) {
      yield;
    }
    const operation = operations[i] as SetOperations[number];
    if (operation.input.f === 'read') {
      return undefined;
    }
    const element = ids.idOf(operation.input.value);
    elementOf[i] = element;
    if (sizes[element] === 0) {
      first[element] = i;
    }
    sizes[element] = (sizes[element] as number) + 1;
    if (roleOf(operation) === undefined) {
      isOpen[element] = 1;
    }
  }
  return { count: ids.count, elementOf, first, sizes, isOpen };
}

function* fill(
  operations: SetOperations,
  elementOf: Int32Array,
  partOf: Int32Array,
  parts: readonly Part[],
): Resumable<readonly Partition[]> {
  const indices: Int32Array[] = [];
  for (const { at, size } of parts) {
    if (isPause(at)) {
      yield;
    }
    indices.push(new Int32Array(size));
  }
  const filled = new Int32Array(parts.length);
  for (let position = 0; position < operations.length;) {
    for (const end = endOfPiece(position, operations.length); position < end; position++) {
      const part = partOf[elementOf[position] as number] as number;
      (indices[part] as Int32Array)[filled[part] as number] = position;
      filled[part] = (filled[part] as number) + 1;
    }
    yield;
  }
  const partitions: Partition[] = [];
  for (const { at, first, elements } of parts) {
    if (isPause(at)) {
      yield;
    }
    const input = operations[first]?.input;
    const name = input === undefined || input.f === 'read' ? '' : structuralKey(input.value);
    const key = elements === 1 ? name : `${name} and ${elements - 1} more`;
    partitions.push({ key, indices: indices[at] as Int32Array });
  }
  return partitions;
}
