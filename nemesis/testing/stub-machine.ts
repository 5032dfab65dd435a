import type { CpuBurn, Machine } from '../../harness/core/machine.js';

const PERIOD_MS = 100;

/** Machines in memory that freeze and slow down as they are told, unless told to stay as they are. */
export class StubMachine implements Machine {
  /** Faults and their ends have no effect. */
  stuck = false;
  /** States and limits read back as asked for, yet the nodes go on as before. */
  toothless = false;
  /** Nodes that do not answer for another reason than that they are frozen. */
  readonly silent = new Set<string>();
  readonly #frozen = new Set<string>();
  readonly #limits = new Map<string, number>();
  readonly #memory = new Map<string, number>();
  /** Processes that were killed for want of memory. */
  kills = 0;

  freeze(node: string): Promise<void> {
    if (!this.stuck) this.#frozen.add(node);
    return Promise.resolve();
  }

  thaw(node: string): Promise<void> {
    if (!this.stuck) this.#frozen.delete(node);
    return Promise.resolve();
  }

  frozen(node: string): Promise<boolean> {
    return Promise.resolve(this.#frozen.has(node));
  }

  answers(node: string): Promise<boolean> {
    return Promise.resolve(this.toothless || (!this.#frozen.has(node) && !this.silent.has(node)));
  }

  limitCpu(node: string, percent: number | null): Promise<void> {
    if (this.stuck) return Promise.resolve();
    if (percent === null) this.#limits.delete(node);
    else this.#limits.set(node, percent);
    return Promise.resolve();
  }

  cpuLimit(node: string): Promise<number | null> {
    return Promise.resolve(this.#limits.get(node) ?? null);
  }

  burn(node: string, duration_ms: number): Promise<CpuBurn> {
    const limit = this.toothless ? undefined : this.#limits.get(node);
    return Promise.resolve({
      elapsed_ms: duration_ms,
      used_ms: (duration_ms * (limit ?? 100)) / 100,
      throttled_periods: limit === undefined ? 0 : duration_ms / PERIOD_MS,
    });
  }

  limitMemory(node: string, bytes: number | null): Promise<void> {
    if (this.stuck) return Promise.resolve();
    if (bytes === null) this.#memory.delete(node);
    else this.#memory.set(node, bytes);
    return Promise.resolve();
  }

  memoryLimit(node: string): Promise<number | null> {
    return Promise.resolve(this.#memory.get(node) ?? null);
  }

  allocate(node: string, bytes: number): Promise<boolean> {
    const granted = this.toothless || bytes <= (this.#memory.get(node) ?? Infinity);
    if (!granted) this.kills += 1;
    return Promise.resolve(granted);
  }

  outOfMemoryKills(): Promise<number> {
    return Promise.resolve(this.kills);
  }
}
