import type { Cancel, Clock } from '../core/clock.js';

/** One sleeper that anybody may wake up: a completion, a timer, an abort. */
export class Wakeup {
  readonly #clock: Clock;
  #resume: (() => void) | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Wakes the sleeper; nothing when nobody sleeps. */
  readonly wake = (): void => {
    this.#resume?.();
  };

  /** Sleeps until woken up, or until `time_ns`, which may be infinite. */
  sleep(time_ns: number): Promise<void> {
    return new Promise((resolve) => {
      let cancel: Cancel | null = null;
      this.#resume = () => {
        this.#resume = null;
        cancel?.();
        resolve();
      };
      if (Number.isFinite(time_ns)) cancel = this.#clock.at(time_ns, this.wake);
    });
  }
}
