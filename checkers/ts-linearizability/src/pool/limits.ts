import type { Bounds } from '../check/bounds.js';
import type { CheckOptions, UnknownCause } from '../types.js';

/** Beyond this a timer would ring at once. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Time and abortion as a promise, for one who waits for others. */
export class Limits {
  /** Why there is nothing more to wait for. */
  readonly reached: Promise<UnknownCause>;
  private resolve: (cause: UnknownCause) => void = () => {};
  private readonly signal: AbortSignal | undefined;
  private readonly timer: ReturnType<typeof setTimeout> | undefined;

  constructor({ timeoutMs = Infinity, signal }: CheckOptions, bounds: Bounds) {
    this.reached = new Promise((resolve) => {
      this.resolve = resolve;
    });
    this.signal = signal;
    const leftMs = timeoutMs - bounds.elapsedMs;
    this.timer =
      leftMs > LONGEST_TIMER_MS ? undefined : setTimeout(() => this.reach('time'), leftMs);
    signal?.addEventListener('abort', this.abort);
    if (signal?.aborted === true) {
      this.abort();
    }
  }

  reach(cause: UnknownCause): void {
    this.resolve(cause);
  }

  end(): void {
    clearTimeout(this.timer);
    this.signal?.removeEventListener('abort', this.abort);
  }

  private readonly abort = (): void => this.reach('aborted');
}
