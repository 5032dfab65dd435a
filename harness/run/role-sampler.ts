import { type Cancel, type Clock, NS_PER_MS } from '../core/clock.js';
import type { RoleSample } from '../core/results.js';
import type { RoleView } from '../core/system.js';

const INTERVAL_MS = 150;

/** Looks again and again who holds which role, and tells of every change. */
export class RoleSampler {
  readonly #clock: Clock;
  readonly #look: () => Promise<readonly RoleView[]>;
  readonly #tell: (sample: RoleSample) => void;
  #last = '';
  #cancel: Cancel | null = null;
  #looking: Promise<void> | null = null;
  #stopped = false;

  constructor(
    clock: Clock,
    look: () => Promise<readonly RoleView[]>,
    tell: (sample: RoleSample) => void,
  ) {
    this.#clock = clock;
    this.#look = look;
    this.#tell = tell;
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
    const time = this.#clock.now();
    try {
      const roles = await this.#look();
      const text = JSON.stringify(roles);
      if (text !== this.#last) {
        this.#last = text;
        this.#tell({ time, roles });
      }
    } catch {
      // A look that failed says nothing about roles; the next one comes soon.
    }
    if (this.#stopped) return;
    this.#cancel = this.#clock.at(this.#clock.now() + INTERVAL_MS * NS_PER_MS, () => {
      this.#looking = this.#sample();
    });
  }
}
