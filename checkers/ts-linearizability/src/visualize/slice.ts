import type { Operation, PartitionResult } from '../types.js';

/** The operations of a partition that a picture shows, by their calls. */
export interface Slice {
  readonly shown: readonly number[];
  readonly before: number;
  readonly after: number;
}

/**
 * The part of a partition that matters: all of a small one; otherwise the witness of an illegal
 * one and what ran around it, or the beginning of any other.
 *
 * @param positions - of the partition, in the whole history.
 */
export function sliceOf<Input, Output>(
  operations: readonly Operation<Input, Output>[],
  positions: readonly number[],
  result: PartitionResult,
  most: number,
): Slice {
  const callOf = (at: number): number => (operations[at] as Operation<Input, Output>).call;
  const byCall = positions.toSorted((a, b) => callOf(a) - callOf(b) || a - b);
  const size = Math.min(most, byCall.length);
  const witness = new Set(result.verdict === 'illegal' ? result.explanation?.witness : []);
  const focus = focusOf(result);
  const center = focus === undefined ? 0 : byCall.indexOf(focus);
  const first = Math.max(0, Math.min(center - Math.floor(size / 2), byCall.length - size));
  const hidden = (at: number): boolean => !witness.has(at);
  const before = byCall.slice(0, first);
  const after = byCall.slice(first + size);
  return {
    shown: [
      ...before.filter((at) => witness.has(at)),
      ...byCall.slice(first, first + size),
      ...after.filter((at) => witness.has(at)),
    ],
    before: before.filter(hidden).length,
    after: after.filter(hidden).length,
  };
}

/** The operation that a picture is about: the first that cannot be placed. */
export function focusOf(result: PartitionResult): number | undefined {
  if (result.verdict !== 'illegal') {
    return undefined;
  }
  return result.explanation?.firstUnplaceable ?? result.explanation?.witness.at(-1);
}
