import { Kind, type RegisterColumns } from '../register/operations.js';

/** Calls and returns in one row: calls come before returns at the same time. */
export interface Timeline {
  /** Per event: the operation, or its complement (`~operation`) where it returns. */
  readonly events: Int32Array;
  /** Per operation: the event of its call. */
  readonly called: Int32Array;
  /** Per operation: the event of its return; beyond all events if there is none. */
  readonly returned: Int32Array;
  /**
   * Per event: the first return of an operation that is called later and changes the value for
   * sure. What is called after that cannot see a value from before.
   */
  readonly horizon: Int32Array;
}

/**
 * The events of all operations that look at the value or change it.
 *
 * @param isBinding - per operation 0 if it need not take effect.
 */
export function timelineOf(columns: RegisterColumns, isBinding?: Uint8Array): Timeline {
  const { kind, call, return: returns } = columns;
  const all = Array.from(kind.keys()).filter((at) => kind[at] !== Kind.ignored);
  const byCall = all.toSorted((a, b) => (call[a] as number) - (call[b] as number));
  const byReturn = all
    .filter((at) => returns[at] !== Infinity)
    .sort((a, b) => (returns[a] as number) - (returns[b] as number));
  const end = byCall.length + byReturn.length;
  const events = new Int32Array(end);
  const called = new Int32Array(kind.length);
  const returned = new Int32Array(kind.length).fill(end);
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
  const horizon = new Int32Array(end + 1).fill(end);
  for (let event = end - 1; event >= 0; event--) {
    const at = events[event] as number;
    const isChange =
      at >= 0 && isBinding?.[at] !== 0 && (kind[at] === Kind.write || kind[at] === Kind.cas);
    const later = horizon[event + 1] as number;
    horizon[event] = isChange ? Math.min(later, returned[at] as number) : later;
  }
  return { events, called, returned, horizon };
}
