import type { History } from '../harness/core/history.js';

/** The time of the last event of a history: what was observed of the store last stands until then. */
export function endOf(history: History): number {
  return history.length === 0 ? 0 : history.time(history.length - 1);
}
