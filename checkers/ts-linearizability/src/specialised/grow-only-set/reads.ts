import type { GrowOnlySetInput, GrowOnlySetOutput } from '../../models/inputs.js';
import { pick } from '../../history/columns.js';
import { sort } from '../../history/sort.js';
import type { Operation, Value } from '../../types.js';
import { ValueIds } from '../value-ids.js';
import { Sights } from './sights.js';

type SetOperations = readonly Operation<GrowOnlySetInput, GrowOnlySetOutput>[];

/** No operation. */
export const NONE = -1;

/** The operations of a set that only grows, sorted out. */
export interface SetHistory {
  readonly ids: ValueIds;
  /** How many elements were there at first; they have the first identities. */
  readonly initial: number;
  /** Per element: the operation that added it, `NONE` for initial ones. */
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
  for (const value of initial) {
    ids.idOf(value);
  }
  const start = ids.count;
  const adds: number[] = [];
  const reads: number[] = [];
  const unknown: number[] = [];
  for (let i = 0; i < operations.length; i++) {
    const { input, output, return: returned } = operations[i] as SetOperations[number];
    if (input.f === 'add') {
      if (ids.idOf(input.value) !== start + adds.length) {
        return `operation ${i} adds a value that was added before`;
      }
      adds.push(i);
    } else if (returned !== Infinity) {
      (output === undefined ? unknown : reads).push(i);
    }
  }
  const addOf = new Int32Array(ids.count).fill(NONE);
  addOf.set(adds, start);
  return { ids, initial: start, addOf, reads: bySize(operations, reads), unknown };
}

function bySize(operations: SetOperations, reads: readonly number[]): Int32Array {
  const sizes = new Float64Array(reads.length);
  for (let i = 0; i < reads.length; i++) {
    sizes[i] = operations[reads[i] as number]?.output?.length ?? 0;
  }
  return pick(reads, sort(sizes));
}

/** What is wrong with a read by itself or next to another one. */
export type ImpossibleRead =
  | { readonly impossible: 'twice' | 'never-added'; readonly read: number; readonly value: Value }
  /** An initial element is not there. */
  | { readonly impossible: 'initial-missing'; readonly read: number }
  /** A value that the larger (or equally large) read lacks. */
  | {
      readonly impossible: 'incomparable';
      readonly read: number;
      readonly larger: number;
      readonly value: Value;
    };

/**
 * Per element, the smallest read that saw it, as a position in `reads`; their count if none did.
 * Reads must form a chain, each a part of the next: so an element of a read must have been in the
 * next one.
 */
export function firstSights(
  { ids, initial, addOf, reads }: SetHistory,
  operations: SetOperations,
): Int32Array | ImpossibleRead {
  const sights = Sights.of(ids, reads.length);
  for (let position = reads.length - 1; position >= 0; position--) {
    const read = reads[position] as number;
    const values = operations[read]?.output ?? [];
    const flaw = sights.note(values, position);
    if (flaw < values.length) {
      const value = values[flaw] as Value;
      const sight = sights.positionOf(value);
      return sight === undefined
        ? { impossible: 'never-added', read, value }
        : sight === position
          ? { impossible: 'twice', read, value }
          : { impossible: 'incomparable', read, larger: reads[position + 1] as number, value };
    }
  }
  const positions = sights.positions();
  // Reads form a chain, so an initial element that one lacks is lacking from the smallest.
  for (let id = 0; id < initial; id++) {
    if (reads.length > 0 && positions[id] !== 0) {
      return { impossible: 'initial-missing', read: reads[0] as number };
    }
  }
  return positions.subarray(0, addOf.length);
}
