import type { Explanation, PartitionResult } from '../types.js';

/** The result with its positions replaced by those of the whole history. */
export function relocate(
  result: PartitionResult,
  original: (position: number) => number,
): PartitionResult {
  if (result.verdict === 'ok' && result.linearization !== undefined) {
    return { ...result, linearization: result.linearization.map(original) };
  }
  if (result.verdict === 'illegal' && result.explanation !== undefined) {
    return { ...result, explanation: relocateExplanation(result.explanation, original) };
  }
  return result;
}

/** The explanation with its positions replaced by those of the whole history. */
export function relocateExplanation(
  explanation: Explanation,
  original: (position: number) => number,
): Explanation {
  const { witness, longestPrefix, partialLinearizations, firstUnplaceable } = explanation;
  return {
    ...explanation,
    witness: witness.map(original),
    longestPrefix: longestPrefix.map(original),
    partialLinearizations: partialLinearizations.map((order) => order.map(original)),
    ...(firstUnplaceable === undefined ? {} : { firstUnplaceable: original(firstUnplaceable) }),
  };
}
