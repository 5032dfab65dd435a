import { isPause } from '../resumable/pauses.js';
import { pick } from '../history/columns.js';
import type { Explanation, PartitionResult, Resumable } from '../types.js';

/** How reasons name operations. */
const POSITION = /\(operation (\d+)\)/g;

/**
 * The result with its positions replaced by those of the whole history.
 *
 * @param indices - the position in the history of each operation of the partition.
 */
export function* relocate(
  result: PartitionResult,
  indices: readonly number[] | Int32Array,
): Resumable<PartitionResult> {
  if (result.verdict === 'ok' && result.linearization !== undefined) {
    return { ...result, linearization: yield* pick(indices, result.linearization) };
  }
  if (result.verdict === 'illegal' && result.explanation !== undefined) {
    return { ...result, explanation: yield* relocateExplanation(result.explanation, indices) };
  }
  return result;
}

function* relocateExplanation(
  explanation: Explanation,
  indices: readonly number[] | Int32Array,
): Resumable<Explanation> {
  const { reason, witness, longestPrefix, partialLinearizations, firstUnplaceable } = explanation;
  const orders: number[][] = [];
  for (const order of partialLinearizations) {
    orders.push(yield* relocateList(order, indices));
  }
  return {
    ...explanation,
    reason: reason.replace(POSITION, (text: string, at: string) => {
      const position = indices[Number(at)];
      return position === undefined ? text : `(operation ${position})`;
    }),
    witness: yield* relocateList(witness, indices),
    longestPrefix: yield* relocateList(longestPrefix, indices),
    partialLinearizations: orders,
    ...(firstUnplaceable === undefined
      ? {}
      : { firstUnplaceable: indices[firstUnplaceable] as number }),
  };
}

function* relocateList(
  positions: readonly number[],
  indices: readonly number[] | Int32Array,
): Resumable<number[]> {
  const result: number[] = [];
  for (let i = 0; i < positions.length; i++) {
    if (isPause(i)) {
      yield;
    }
    result.push(indices[positions[i] as number] as number);
  }
  return result;
}
