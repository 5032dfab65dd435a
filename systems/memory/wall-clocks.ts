import { type Clock, type Clocks, NS_PER_MS, type Skew } from '../../harness/index.js';
import { PROCESS } from './processes.js';

/** What a wall clock was told last, and when. */
interface Setting {
  readonly since_ns: number;
  readonly skew: Skew;
  /** A clock that jumps to and fro stays so long at its offset, and so long at the truth. */
  readonly every_ms?: number;
}

/** The wall clocks of an in-process cluster, by which leases and expiring values are measured. */
export class MemoryClocks implements Clocks {
  readonly #clock: Clock;
  readonly #settings = new Map<string, Setting>();
  readonly #jumps = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The time that a node takes it for, in milliseconds. */
  now_ms(node: string): number {
    return this.#clock.now() / NS_PER_MS + this.#offset_ms(node);
  }

  set(node: string, skew: Skew): Promise<Readonly<Record<string, number>>> {
    const since_ns = this.#clock.now();
    this.#note(node);
    this.#settings.set(node, { since_ns, skew });
    return Promise.resolve({ [PROCESS]: since_ns });
  }

  strobe(node: string, offset_ms: number, every_ms: number): Promise<void> {
    this.#jumps.delete(node);
    const skew = { offset_ms, rate: 1 };
    this.#settings.set(node, { since_ns: this.#clock.now(), skew, every_ms });
    return Promise.resolve();
  }

  jumps(node: string): Promise<number> {
    this.#note(node);
    return Promise.resolve(this.#jumps.get(node) ?? 0);
  }

  offsets_ms(node: string): Promise<Readonly<Record<string, number>>> {
    return Promise.resolve({ [PROCESS]: this.#offset_ms(node) });
  }

  /** Keeps how often a strobe has jumped. */
  #note(node: string): void {
    const setting = this.#settings.get(node);
    if (setting?.every_ms === undefined) return;
    this.#jumps.set(node, Math.floor(this.#elapsed_ms(setting) / setting.every_ms));
  }

  #offset_ms(node: string): number {
    const setting = this.#settings.get(node);
    if (setting === undefined) return 0;
    const { skew, every_ms } = setting;
    const elapsed_ms = this.#elapsed_ms(setting);
    if (every_ms !== undefined) {
      return Math.floor(elapsed_ms / every_ms) % 2 === 0 ? skew.offset_ms : 0;
    }
    return skew.offset_ms + (skew.rate - 1) * elapsed_ms;
  }

  #elapsed_ms({ since_ns }: Setting): number {
    return (this.#clock.now() - since_ns) / NS_PER_MS;
  }
}
