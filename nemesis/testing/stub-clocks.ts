import type { Clocks, Skew } from '../../harness/core/capabilities.js';
import { type Clock, NS_PER_MS } from '../../harness/core/clock.js';

const TRUE_CLOCK: Skew = { offset_ms: 0, rate: 1 };

/** Clocks in memory that can be set, unless they are told to stay as they are. */
export class StubClocks implements Clocks {
  /** Settings have no effect. */
  stuck = false;
  /** Drifts have no effect, offsets do. */
  driftless = false;
  readonly #clock: Clock;
  readonly #skews = new Map<string, { readonly skew: Skew; readonly since_ns: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  set(node: string, skew: Skew): Promise<void> {
    if (!this.stuck) this.#skews.set(node, { skew, since_ns: this.#clock.now() });
    return Promise.resolve();
  }

  offsets_ms(node: string): Promise<Readonly<Record<string, number>>> {
    const { skew, since_ns } = this.#skews.get(node) ?? { skew: TRUE_CLOCK, since_ns: 0 };
    const elapsed_ms = (this.#clock.now() - since_ns) / NS_PER_MS;
    const drift = this.driftless ? 0 : skew.rate - 1;
    return Promise.resolve({ server: skew.offset_ms + drift * elapsed_ms });
  }
}
