import { pick, gather } from '../../history/columns.js';
import { sort } from '../../history/sort.js';
import type { Intervals } from '../intervals.js';

/** Calls and returns in one row: calls come before returns at the same time. */
export interface Timeline {
  /** Per event: the operation, or its complement (`~operation`) where it returns. */
  readonly events: Int32Array;
  /** Per operation: the event of its call. */
  readonly called: Int32Array;
  /** Per operation: the event of its return; beyond all events if there is none. */
  readonly returned: Int32Array;
}

/** The events of some operations, all but the returns of those without an answer. */
export function timelineOf(
  { call, return: returns }: Intervals,
  operations: Int32Array | readonly number[],
): Timeline {
  const byCall = pick(operations, sort(gather(call, operations)));
  const byReturn = pick(operations, sort(gather(returns, operations))).filter(
    (at) => returns[at] !== Infinity,
  );
  const end = byCall.length + byReturn.length;
  const events = new Int32Array(end);
  const called = new Int32Array(call.length);
  const returned = new Int32Array(call.length).fill(end);
  for (let event = 0, next = 0; event < end; event++) {
    const caller = byCall[next] ?? -1;
    const leaver = byReturn[event - next] ?? -1;
    if (caller >= 0 && (leaver < 0 || (call[caller] as number) <= (returns[leaver] as number))) {
      events[event] = caller;
      called[caller] = event;
      next++;
    } else {
      events[event] = ~leaver;
      returned[leaver] = event;
    }
  }
  return { events, called, returned };
}

/** How many operations that return are in flight at once, at most. */
export function mostInFlight({ events, returned }: Timeline): number {
  let most = 0;
  let open = 0;
  for (const event of events) {
    open += event < 0 ? -1 : (returned[event] as number) < events.length ? 1 : 0;
    most = Math.max(most, open);
  }
  return most;
}
