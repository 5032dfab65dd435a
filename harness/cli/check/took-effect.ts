import { checkOperations, type Model } from 'ts-linearizability';

import type { FailedOperation } from './collect.js';
import type { KeyedOperation } from './independent.js';

const BOUNDS = { timeoutMs: 1000, memoryBytes: 1 << 27 };
/** So many are tried one by one. */
const MOST_ALONE = 16;

/**
 * The failed ops that would have to have taken effect after all for ops without a legal order to
 * have one; none where that would not help, or is not known in a second.
 * @param witness - ops without a legal order.
 * @param all - all ops on the same objects, the witness among them.
 */
export function failedThatTookEffect(
  model: Model<unknown, unknown, unknown>,
  witness: readonly KeyedOperation[],
  all: readonly KeyedOperation[],
  failed: readonly FailedOperation[],
): readonly FailedOperation[] {
  const key = witness[0]?.key;
  const able = failed.filter(
    ({ operation: { key: other, input } }) =>
      other === key && model.readOnly?.(input, undefined) !== true,
  );
  if (able.length === 0) return [];
  const used = usedFor(model, witness, able) ?? usedFor(model, all, able) ?? [];
  // One may do what several did in that order.
  const alone = used.slice(0, MOST_ALONE).find((one) => usedFor(model, witness, [one]));
  return alone === undefined ? used : [alone];
}

/** The failed ops that a legal order has, where they may have taken effect; nothing without one. */
function usedFor(
  model: Model<unknown, unknown, unknown>,
  operations: readonly KeyedOperation[],
  failed: readonly FailedOperation[],
): readonly FailedOperation[] | undefined {
  const together = [...operations, ...failed.map(({ operation }) => operation)];
  const result = checkOperations(model, together, BOUNDS);
  if (result.verdict !== 'ok') return undefined;
  return result.partitions
    .flatMap((part) => (part.verdict === 'ok' ? [...(part.linearization ?? [])] : []))
    .flatMap((at) => failed[at - operations.length] ?? []);
}
