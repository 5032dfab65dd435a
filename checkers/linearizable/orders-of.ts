import {
  layOut,
  visualize,
  type CasRegisterInput,
  type IllegalPartition,
  type Model,
  type Value,
} from 'ts-linearizability';
import type { LegalOrders } from '../../harness/core/legal-orders.js';
import type { KeyOperations } from './register-operations.js';

/** More ops than these tell nobody anything; those that prove the anomaly are always shown. */
const OPS_SHOWN = 48;

/**
 * The legal orders around what makes a key illegal, in the terms of the history.
 * @param named invocations that are marked as proof besides the smallest set that has no legal order.
 */
export function ordersOf(
  model: Model<Value, CasRegisterInput, Value>,
  of: KeyOperations,
  illegal: IllegalPartition,
  named: ReadonlySet<number>,
): LegalOrders {
  const picture = visualize(model, of.operations, illegal, { mostOperations: OPS_SHOWN });
  const { placements, lanes, columns } = layOut(picture.operations);
  const opAt = (position: number): number => of.invocations[position] ?? position;
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
