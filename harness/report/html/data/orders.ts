import type { LegalOrders } from '../../../core/legal-orders.js';
import type { Anomaly } from '../../../core/verdict.js';
import { shortened } from './value-text.js';

/** Anomalies that a page tells of. */
export const ANOMALIES_SHOWN = 20;
/** The words of an op, and of a state, are cut to so many letters. */
const WORDS = 60;
const STATE = 100;
/** Steps before those near the end of an order say nothing of why it ends. */
const STEPS = 200;

/** The orders of those anomalies that have any, with values made fit to be shown. */
export function shownOrders(anomalies: readonly Anomaly[]): (LegalOrders | null)[] {
  return anomalies
    .slice(0, ANOMALIES_SHOWN)
    .map(({ orders }) => (orders === undefined ? null : shown(orders)));
}

function shown(orders: LegalOrders): LegalOrders {
  return {
    ...orders,
    lanes: orders.lanes.map((lane) => shortened(lane, WORDS)),
    ops: orders.ops.map((op) => ({ ...op, words: shortened(op.words, WORDS) })),
    orders: orders.orders.map(({ steps, missing }) => ({
      steps: steps.slice(-STEPS).map(({ op, before, after }) => ({
        op,
        before: shortened(before, STATE),
        after: shortened(after, STATE),
      })),
      missing,
    })),
  };
}
