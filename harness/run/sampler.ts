import { type Cancel, type Clock, NS_PER_MS } from '../core/clock.js';

/** Looks at something again and again, from its start to its stop. */
export class Sampler {
  readonly #clock: Clock;
  readonly #interval_ms: number;
  readonly #look: () => Promise<void>;
  #cancel: Cancel | null = null;
  #looking: Promise<void> | null = null;
  #stopped = false;

  /** @param look one that rejects has seen nothing; the next one comes soon. */
  constructor(clock: Clock, interval_ms: number, look: () => Promise<void>) {
    this.#clock = clock;
    this.#interval_ms = interval_ms;
    this.#look = look;
  }

  start(): void {
    this.#looking = this.#sample();
  }

  /** Ends after the look that is under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel?.();
    await this.#looking;
  }

  async #sample(): Promise<void> {
    try {
      await this.#look();
    } catch {
      // Said above.
    }
    if (this.#stopped) return;
    this.#cancel = this.#clock.at(this.#clock.now() + this.#interval_ms * NS_PER_MS, () => {
      this.#looking = this.#sample();
    });
  }
}
