import { type Clock, NS_PER_MS, sleep } from './clock.js';

/** How a state is awaited. */
export interface PollBounds {
  readonly within_ms: number;
  readonly every_ms: number;
  /** Ends the wait early; the call then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What came of a bounded wait. */
export type Polled<T> =
  | { readonly reached: true; readonly value: T; readonly waited_ms: number }
  | { readonly reached: false; readonly waited_ms: number };

/**
 * Looks again and again until there is something to see (anything but `null`), or the bound has
 * passed. Looks at least once, and a last time at the bound.
 */
export async function poll<T>(
  clock: Clock,
  bounds: PollBounds,
  look: () => Promise<T | null>,
): Promise<Polled<T>> {
  const start = clock.now();
  for (;;) {
    bounds.signal?.throwIfAborted();
    const left_ms = bounds.within_ms - (clock.now() - start) / NS_PER_MS;
    const value = await look();
    const waited_ms = (clock.now() - start) / NS_PER_MS;
    if (value !== null) return { reached: true, value, waited_ms };
    if (left_ms <= 0) return { reached: false, waited_ms };
    await sleep(clock, Math.min(bounds.every_ms, left_ms), bounds.signal);
  }
}
