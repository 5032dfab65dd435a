import type { Budget } from './budget.js';
import type { JudgedOperation } from './operations.js';
import type { Part } from './parts.js';

/** So many are tried one by one. */
const MOST_ALONE = 16;

/**
 * The failed ops that would have to have taken effect after all for ops without a legal order to
 * have one; none where that would not help, or is not known within the budget.
 * @param witness - ops of the part without a legal order.
 */
export function failedThatTookEffect(
  part: Part,
  witness: readonly JudgedOperation[],
  budget: Budget,
): readonly JudgedOperation[] {
  const { ofObject, operations } = part;
  const able = part.object.failed.filter(
    ({ input }) => ofObject.readOnly?.(input, undefined) !== true,
  );
  if (able.length === 0) return [];
  const usedFor = (
    all: readonly JudgedOperation[],
    failed: readonly JudgedOperation[],
  ): readonly JudgedOperation[] | undefined => {
    const result = budget.judge(ofObject, [...all, ...failed]);
    if (result?.verdict !== 'ok') return undefined;
    return result.partitions
      .flatMap((one) => (one.verdict === 'ok' ? [...(one.linearization ?? [])] : []))
      .flatMap((at) => failed[at - all.length] ?? []);
  };
  const used = usedFor(witness, able) ?? usedFor(operations, able) ?? [];
  // One may do what several did in that order.
  const alone = used.slice(0, MOST_ALONE).find((one) => usedFor(witness, [one]));
  return alone === undefined ? used : [alone];
}
