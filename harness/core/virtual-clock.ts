import type { Clock } from './clock.js';

interface Timer {
  readonly time_ns: number;
  readonly order: number;
  readonly callback: () => void;
}

/**
 * A clock for tests: time stands still while there is work to do, and jumps to the next timer
 * when there is none. What takes hours runs in milliseconds, and twice the same.
 */
export class VirtualClock implements Clock {
  readonly epoch_ms = Date.UTC(2020, 0, 1);
  #now_ns = 0;
  #order = 0;
  #timers: Timer[] = [];
  #yielding = 0;

  now(): number {
    return this.#now_ns;
  }

  at(time_ns: number, callback: () => void): () => void {
    const timer: Timer = { time_ns: Math.ceil(time_ns), order: this.#order++, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  yield(): Promise<void> {
    this.#yielding += 1;
    return new Promise((resolve) => {
      setImmediate(() => {
        this.#yielding -= 1;
        resolve();
      });
    });
  }

  /**
   * Drives the clock until `work` settles, and returns what it gave.
   * @throws Error when nothing is left that could ever wake `work` up.
   */
  async run<T>(work: Promise<T>): Promise<T> {
    const state = { settled: false };
    const done = work.finally(() => {
      state.settled = true;
    });
    done.catch(() => undefined);
    for (let idle = 0; idle <= 1000; idle += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      if (state.settled) return done;
      if (this.#yielding > 0) continue;
      const timer = this.#earliest();
      if (timer === undefined) continue;
      idle = 0;
      this.#timers = this.#timers.filter((other) => other !== timer);
      this.#now_ns = Math.max(this.#now_ns, timer.time_ns);
      timer.callback();
    }
    throw new Error('the work waits for something that no timer will bring');
  }

  #earliest(): Timer | undefined {
    let earliest: Timer | undefined;
    for (const timer of this.#timers) {
      if (
        earliest === undefined ||
        timer.time_ns < earliest.time_ns ||
        (timer.time_ns === earliest.time_ns && timer.order < earliest.order)
      ) {
        earliest = timer;
      }
    }
    return earliest;
  }
}
