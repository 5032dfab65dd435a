import type { Clocks, Skew } from '../../harness/core/capabilities.js';
import { type Clock, NS_PER_MS, sleep } from '../../harness/core/clock.js';

/** How a clock is set, and since when. */
interface Setting {
  readonly skew: Skew;
  /** How long it stays so before it is right, and so on; `null` where it stays. */
  readonly every_ms: number | null;
  readonly since_ns: number;
}

/** Clocks in memory that can be set, unless they are told to stay as they are. */
export class StubClocks implements Clocks {
  /** Settings have no effect. */
  stuck = false;
  /** Drifts have no effect, offsets do. */
  driftless = false;
  /** How late the next reading is answered, of a clock that was read right when it was asked for. */
  late_ms = 0;
  readonly #clock: Clock;
  readonly #settings = new Map<string, Setting>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  set(node: string, skew: Skew): Promise<Readonly<Record<string, number>>> {
    this.#set(node, skew, null);
    return Promise.resolve({ server: this.#clock.now() });
  }

  strobe(node: string, offset_ms: number, every_ms: number): Promise<void> {
    this.#set(node, { offset_ms, rate: 1 }, every_ms);
    return Promise.resolve();
  }

  jumps(node: string): Promise<number> {
    const { every_ms = null, since_ns = 0 } = this.#settings.get(node) ?? {};
    const elapsed_ms = (this.#clock.now() - since_ns) / NS_PER_MS;
    return Promise.resolve(every_ms === null ? 0 : 1 + Math.floor(elapsed_ms / every_ms));
  }

  async offsets_ms(node: string): Promise<Readonly<Record<string, number>>> {
    const { late_ms } = this;
    this.late_ms = 0;
    const { server } = this.#now(node);
    if (late_ms > 0) await sleep(this.#clock, late_ms);
    // Who asks takes it for the time halfway to the answer.
    return { server: server - late_ms / 2 };
  }

  #now(node: string): { readonly server: number } {
    const setting = this.#settings.get(node);
    if (setting === undefined) return { server: 0 };
    const { skew, every_ms, since_ns } = setting;
    const elapsed_ms = (this.#clock.now() - since_ns) / NS_PER_MS;
    if (every_ms !== null && Math.floor(elapsed_ms / every_ms) % 2 === 1) {
      return { server: 0 };
    }
    const drift = this.driftless ? 0 : skew.rate - 1;
    return { server: skew.offset_ms + drift * elapsed_ms };
  }

  #set(node: string, skew: Skew, every_ms: number | null): void {
    if (this.stuck) return;
    this.#settings.set(node, { skew, every_ms, since_ns: this.#clock.now() });
  }
}
