import { pick } from '../history/columns.js';
import type { Explanation, PartitionResult } from '../types.js';

/**
 * The result with its positions replaced by those of the whole history.
 *
 * @param indices - the position in the history of each operation of the partition.
 */
export function relocate(
  result: PartitionResult,
  indices: readonly number[] | Int32Array,
): PartitionResult {
  if (result.verdict === 'ok' && result.linearization !== undefined) {
    return { ...result, linearization: pick(indices, result.linearization) };
  }
  if (result.verdict === 'illegal' && result.explanation !== undefined) {
    return { ...result, explanation: relocateExplanation(result.explanation, indices) };
  }
  return result;
}

function relocateExplanation(
  explanation: Explanation,
  indices: readonly number[] | Int32Array,
): Explanation {
  const { witness, longestPrefix, partialLinearizations, firstUnplaceable } = explanation;
  const relocated = (positions: readonly number[]): number[] =>
    positions.map((position) => indices[position] as number);
  return {
    ...explanation,
    witness: relocated(witness),
    longestPrefix: relocated(longestPrefix),
    partialLinearizations: partialLinearizations.map(relocated),
    ...(firstUnplaceable === undefined
      ? {}
      : { firstUnplaceable: indices[firstUnplaceable] as number }),
  };
}
