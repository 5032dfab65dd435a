import {
  finish,
  partitionsOf,
  validateLinearization,
  type PartitionResult,
} from 'ts-linearizability';

import { causeOf } from './cause.js';
import type { CheckedOp, Counterexample, LegalOrder } from './check-report.js';
import type { KeyedOperation } from './independent.js';
import { checkedOp, failedOp, type ExplainContext } from './op-words.js';

/** A second program gets so long for each key. */
const VALIDATION_MS = 5000;

/** Why a partition has no legal order, with the lines of the file. */
export function counterexampleOf(
  illegal: Extract<PartitionResult, { readonly verdict: 'illegal' }>,
  context: ExplainContext,
): Counterexample {
  const { explanation } = illegal;
  const op = (at: number): CheckedOp => checkedOp(at, context);
  const first = explanation?.firstUnplaceable;
  const prefix = explanation?.longestPrefix ?? [];
  const cause = causeOf(illegal, context);
  return {
    key: illegal.key,
    reason: cause.reason,
    witness: (explanation?.witness ?? []).map(op),
    ...(cause.failed.length === 0
      ? {}
      : { failed: cause.failed.map((one) => failedOp(one, context)) }),
    minimal: explanation?.minimal ?? false,
    operations: illegal.operations,
    longestPrefix: prefix.length,
    firstUnplaceable: first === undefined ? null : op(first),
    ...(context.explain ? { prefix: prefix.map(op) } : {}),
  };
}

/**
 * The legal orders that were found, each looked at by a second, simple program.
 * @param partitions - the results on all partitions, in the model's order.
 */
export function legalOrdersOf(
  partitions: readonly PartitionResult[],
  context: ExplainContext,
): LegalOrder[] {
  const members = membersOf(context);
  return partitions.flatMap((partition, which) => {
    if (partition.verdict !== 'ok' || partition.linearization === undefined) return [];
    const order = [...partition.linearization];
    return [
      {
        key: partition.key,
        order: order.map((at) => checkedOp(at, context)),
        validated: isLegal(partition.key, order, members[which] ?? [], context),
      },
    ];
  });
}

/** Positions of the operations of each partition. */
function membersOf({ model, operations }: ExplainContext): readonly ArrayLike<number>[] {
  return finish(partitionsOf(model, operations.all)).map(({ indices }) => indices);
}

function isLegal(
  key: string,
  order: readonly number[],
  members: ArrayLike<number>,
  { model, operations }: ExplainContext,
): boolean | null {
  const positions = new Map(Array.from(members, (at, position) => [at, position]));
  const own = Array.from(members, (at) => operations.all[at] as KeyedOperation);
  const local = order.map((at) => positions.get(at) ?? -1);
  const of = model.ofPart?.(key, own) ?? model;
  const { valid } = validateLinearization(of, own, local, { timeoutMs: VALIDATION_MS });
  return valid === 'stopped' ? null : valid;
}
