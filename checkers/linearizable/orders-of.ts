import { layOut, visualize, type IllegalPartition } from 'ts-linearizability';
import type { LegalOrders } from '../../harness/core/legal-orders.js';
import type { Part } from './parts.js';

/** More ops than these tell nobody anything; those that prove the anomaly are always shown. */
const OPS_SHOWN = 48;

/**
 * The legal orders around what makes a part of a history illegal, in the terms of the history.
 * @param named invocations that are marked as proof besides the smallest set that has no legal order.
 */
export function ordersOf(
  { specification, operations }: Part,
  illegal: IllegalPartition,
  named: ReadonlySet<number>,
): LegalOrders {
  const picture = visualize(specification, operations, illegal, { mostOperations: OPS_SHOWN });
  const { placements, lanes, columns } = layOut(picture.operations);
  const opAt = (position: number): number => operations[position]?.call ?? position;
  return {
    lanes,
    columns,
    ops: placements.map(({ operation, lane, from, to }) => ({
      op: opAt(operation.id),
      words: operation.description,
      lane,
      from,
      to,
      open: operation.return === undefined,
      proof: operation.witness || named.has(opAt(operation.id)),
      order: operation.linearization ?? null,
    })),
    orders: picture.linearizations.map(({ steps, missing }) => ({
      steps: steps.map(({ id, before, after }) => ({ op: opAt(id), before, after })),
      missing: missing.map(opAt),
    })),
    firstError: picture.firstError === undefined ? null : opAt(picture.firstError),
    hiddenBefore: picture.hiddenBefore,
    hiddenAfter: picture.hiddenAfter,
  };
}
