import { pick } from '../../history/columns.js';
import { sort } from '../../history/sort.js';
import type { GrowOnlySetInput, GrowOnlySetOutput } from '../../models/inputs.js';
import type { Operation, Value } from '../../types.js';
import { describeValue } from '../../values/describe.js';
import { ValueIds } from '../value-ids.js';
import type { Words } from '../words.js';

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

/** A read that is wrong by itself, or next to a larger one, and why, after its words. */
export interface ImpossibleRead {
  readonly impossible: readonly [number] | readonly [number, number];
  readonly why: (words: Words) => string;
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
        const larger = reads[position + 1] as number;
        const saw = `saw ${describeValue(value)}`;
        return sight === undefined
          ? { impossible: [read], why: () => `${saw}, which was never added` }
          : sight === position
            ? { impossible: [read], why: () => `${saw} twice` }
            : {
                impossible: [read, larger],
                why: (words) =>
                  `${saw} and ${words(larger)} did not, though it saw as many values or more: one of them would have lost a value`,
              };
      }
      sights[id] = position;
    }
  }
  // Reads form a chain, so an initial element that one lacks is lacking from the smallest.
  return reads.length > 0 && sights.subarray(0, initial).some((sight) => sight !== 0)
    ? { impossible: [reads[0] as number], why: () => 'lacks a value that was there at first' }
    : sights;
}
