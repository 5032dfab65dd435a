/** Stops a pending wait. Calling it after the wait ended does nothing. */
export type Cancel = () => void;

/** The only source of time in the harness. */
export interface Clock {
  /** Nanoseconds since the clock was made; never goes back. */
  now(): number;
  /** Calls back once, at or after `time_ns`. */
  at(time_ns: number, callback: () => void): Cancel;
  /** Lets everything else that is ready run first: I/O, signals, timers. */
  yield(): Promise<void>;
  /** The date at time 0 of this clock, in milliseconds since 1970. */
  readonly epoch_ms: number;
}

export const NS_PER_MS = 1_000_000;
export const NS_PER_S = 1_000_000_000;

/** The machine's monotonic clock, starting at 0 now. */
export function systemClock(): Clock {
  const start = process.hrtime.bigint();
  return {
    epoch_ms: Date.now(),
    now: () => Number(process.hrtime.bigint() - start),
    at(time_ns, callback) {
      const delay_ms = Math.max(0, (time_ns - Number(process.hrtime.bigint() - start)) / NS_PER_MS);
      const timer = setTimeout(callback, Math.min(Math.ceil(delay_ms), 0x7fffffff));
      return () => {
        clearTimeout(timer);
      };
    },
    yield: () => new Promise((resolve) => setImmediate(resolve)),
  };
}

/**
 * Waits for `duration_ms`, or until `signal` aborts (then it rejects with the signal's reason).
 */
export function sleep(clock: Clock, duration_ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(abortReason(signal));
      return;
    }
    const onAbort = (): void => {
      cancel();
      if (signal !== undefined) reject(abortReason(signal));
    };
    const cancel = clock.at(clock.now() + duration_ms * NS_PER_MS, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** The reason of an aborted signal, as an Error. */
export function abortReason(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason));
}
