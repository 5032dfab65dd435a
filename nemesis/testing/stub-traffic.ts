import type {
  Burst,
  Disturbance,
  NumberedBurst,
  Traffic,
} from '../../harness/core/capabilities.js';

/** What a link without faults sends. */
const FULL_RATE_KBIT = 1_000_000;
const HEALTHY_ROUND_TRIP_MS = 0.2;

/** A network in memory that gets as bad as it is told to, unless it is told to stay as it is. */
export class StubTraffic implements Traffic {
  /** Faults and their ends have no effect. */
  stuck = false;
  readonly #loss = new Map<string, number>();
  readonly #rate = new Map<string, number>();
  readonly #disturbed = new Map<string, Disturbance>();
  /** How much of a disturbance there is of what was asked for. */
  strength = 1;

  lose(nodes: readonly string[], percent: number): Promise<void> {
    if (!this.stuck) for (const node of nodes) this.#loss.set(node, percent);
    return Promise.resolve();
  }

  slow(nodes: readonly string[], rate_kbit: number): Promise<void> {
    if (!this.stuck) for (const node of nodes) this.#rate.set(node, rate_kbit);
    return Promise.resolve();
  }

  disturb(nodes: readonly string[], disturbance: Disturbance): Promise<void> {
    if (!this.stuck) for (const node of nodes) this.#disturbed.set(node, disturbance);
    return Promise.resolve();
  }

  restore(nodes: readonly string[]): Promise<void> {
    if (this.stuck) return Promise.resolve();
    for (const node of nodes) {
      this.#disturbed.delete(node);
      this.#loss.delete(node);
      this.#rate.delete(node);
    }
    return Promise.resolve();
  }

  rules(node: string): Promise<string> {
    const rules = [this.#loss.get(node), this.#rate.get(node), this.#disturbed.get(node)];
    return Promise.resolve(rules.every((one) => one === undefined) ? '' : JSON.stringify(rules));
  }

  burst(from: string, to: string, packets: number, size_bytes: number): Promise<Burst> {
    return Promise.resolve({
      sent: packets,
      arrived: Math.round(packets * (1 - (this.#loss.get(to) ?? 0) / 100)),
      elapsed_ms: (packets * size_bytes * 8) / (this.#rate.get(from) ?? FULL_RATE_KBIT),
    });
  }

  roundTrips(from: string, to: string, count: number): Promise<readonly number[]> {
    const late = [from, to].flatMap((node) => {
      const disturbance = this.#disturbed.get(node);
      return disturbance?.kind === 'delay' ? [disturbance] : [];
    });
    return Promise.resolve(
      Array.from({ length: count }, (_, i) => {
        const along = count < 2 ? 0 : (2 * i) / (count - 1) - 1;
        return late.reduce(
          (time_ms, { delay_ms, jitter_ms }) =>
            time_ms + this.strength * (delay_ms + along * jitter_ms),
          HEALTHY_ROUND_TRIP_MS,
        );
      }),
    );
  }

  numbered(from: string, _to: string, count: number): Promise<NumberedBurst> {
    const arrived: (number | null)[] = Array.from({ length: count }, (_, i) => i);
    const disturbance = this.#disturbed.get(from);
    if (disturbance === undefined || disturbance.kind === 'delay') {
      return Promise.resolve({ sent: count, arrived });
    }
    const struck = Math.round((this.strength * count * disturbance.percent) / 100);
    if (disturbance.kind === 'corrupt') arrived.fill(null, 0, struck);
    if (disturbance.kind === 'duplicate') arrived.push(...arrived.slice(0, struck));
    // The last ones come first, in the order in which they were sent.
    if (disturbance.kind === 'reorder') arrived.unshift(...arrived.splice(count - struck));
    return Promise.resolve({ sent: count, arrived });
  }
}
