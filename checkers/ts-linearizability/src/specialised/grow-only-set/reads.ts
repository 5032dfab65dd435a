import { pick } from '../../history/columns.js';
import { sort } from '../../history/sort.js';
import type { GrowOnlySetInput, GrowOnlySetOutput } from '../../models/inputs.js';
import type { Operation, Value } from '../../types.js';
import { ValueIds } from '../value-ids.js';

type SetOperations = readonly Operation<GrowOnlySetInput, GrowOnlySetOutput>[];

/** The operations of a set that only grows, sorted out. */
interface SetHistory {
  readonly ids: ValueIds;
  /** How many elements were there at first; they have the first identities. */
  readonly initial: number;
  /** Per element: the operation that added it, -1 for initial ones. */
  readonly addOf: Int32Array;
  /** Reads with an answer, by the size of what they saw. */
  readonly reads: Int32Array;
  /** Answered reads of which the answer is not known. */
  readonly unknown: readonly number[];
}

/** Sorts out the operations, or says in words why the elements are not unique. */
export function setHistory(
  operations: SetOperations,
  initial: readonly Value[],
): SetHistory | string {
  const ids = new ValueIds(operations.length);
  initial.forEach((value) => ids.idOf(value));
  const start = ids.count;
  const adds: number[] = [];
  const reads: number[] = [];
  const unknown: number[] = [];
  for (const [i, { input, output, return: returned }] of operations.entries()) {
    if (input.f === 'add') {
      if (ids.idOf(input.value) !== start + adds.length) {
        return `operation ${i} adds a value that was added before`;
      }
      adds.push(i);
    } else if (returned !== Infinity) {
      (output === undefined ? unknown : reads).push(i);
    }
  }
  const addOf = new Int32Array(ids.count).fill(-1);
  addOf.set(adds, start);
  const sizes = Float64Array.from(reads, (read) => operations[read]?.output?.length ?? 0);
  return { ids, initial: start, addOf, reads: pick(reads, sort(sizes)), unknown };
}

/** What is wrong with a read by itself or next to another one. */
export interface ImpossibleRead {
  readonly impossible: 'twice' | 'never-added' | 'initial-missing' | 'incomparable';
  readonly read: number;
  /** The value that it saw. */
  readonly value?: Value;
  /** A larger, or equally large, read that lacks that value. */
  readonly larger?: number;
}

/**
 * Per element, the smallest read that saw it, as a position in `reads`; their count if none did.
 * Reads must form a chain, each a part of the next: so an element of a read must have been in the
 * next one.
 */
export function firstSights(
  { ids, initial, addOf, reads }: SetHistory,
  operations: SetOperations,
): Int32Array | ImpossibleRead {
  const { dense } = ids;
  const sights = new Int32Array(addOf.length).fill(reads.length);
  for (let position = reads.length - 1; position >= 0; position--) {
    const read = reads[position] as number;
    const values = operations[read]?.output ?? [];
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as Value;
      // Of most histories all values are small natural numbers: those cost no call.
      const known = typeof value === 'number' ? (dense[value] ?? 0) : 0;
      const id = known > 0 ? known - 1 : ids.idOf(value);
      const sight = sights[id];
      if (sight !== position + 1) {
        return sight === undefined
          ? { impossible: 'never-added', read, value }
          : sight === position
            ? { impossible: 'twice', read, value }
            : { impossible: 'incomparable', read, larger: reads[position + 1] as number, value };
      }
      sights[id] = position;
    }
  }
  // Reads form a chain, so an initial element that one lacks is lacking from the smallest.
  return reads.length > 0 && sights.subarray(0, initial).some((sight) => sight !== 0)
    ? { impossible: 'initial-missing', read: reads[0] as number }
    : sights;
}
