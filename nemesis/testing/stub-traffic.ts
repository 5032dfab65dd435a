import type { Burst, Traffic } from '../../harness/core/capabilities.js';

/** What a link without faults sends. */
const FULL_RATE_KBIT = 1_000_000;

/** A network in memory that gets as bad as it is told to, unless it is told to stay as it is. */
export class StubTraffic implements Traffic {
  /** Faults and their ends have no effect. */
  stuck = false;
  readonly #loss = new Map<string, number>();
  readonly #rate = new Map<string, number>();

  lose(nodes: readonly string[], percent: number): Promise<void> {
    if (!this.stuck) for (const node of nodes) this.#loss.set(node, percent);
    return Promise.resolve();
  }

  slow(nodes: readonly string[], rate_kbit: number): Promise<void> {
    if (!this.stuck) for (const node of nodes) this.#rate.set(node, rate_kbit);
    return Promise.resolve();
  }

  restore(nodes: readonly string[]): Promise<void> {
    if (this.stuck) return Promise.resolve();
    for (const node of nodes) {
      this.#loss.delete(node);
      this.#rate.delete(node);
    }
    return Promise.resolve();
  }

  burst(from: string, to: string, packets: number, size_bytes: number): Promise<Burst> {
    return Promise.resolve({
      sent: packets,
      arrived: Math.round(packets * (1 - (this.#loss.get(to) ?? 0) / 100)),
      elapsed_ms: (packets * size_bytes * 8) / (this.#rate.get(from) ?? FULL_RATE_KBIT),
    });
  }
}
