import type { Administration, FlushedKeys, KilledClients } from '../../capabilities.js';
import { type Clock, sleep } from '../../../../harness/core/clock.js';

/** A store in memory that obeys an administrator, unless it is told not to. */
export class StubAdministration implements Administration {
  readonly parameters = new Map<string, string>([['limit', '10']]);
  /** Clients that are connected when they are killed; those that come back are added by the test. */
  clients = 3;
  /** How many clients come back after they were killed. */
  comeBack = 0;
  keys = 5;
  /** Nothing that is ordered has any effect. */
  deaf = false;
  /** How the sleep ends, where it does not end well. */
  stallError: Error | null = null;
  readonly #clock: Clock;
  readonly #asleep = new Set<string>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  killClients(): Promise<KilledClients> {
    // The Sentinels' connections are killed in any case.
    const killed = { connections: this.clients + 2, clients: this.clients };
    this.clients = this.comeBack;
    return Promise.resolve(killed);
  }

  async stall(node: string, duration_ms: number): Promise<void> {
    if (this.stallError !== null) throw this.stallError;
    if (!this.deaf) this.#asleep.add(node);
    await sleep(this.#clock, duration_ms);
    this.#asleep.delete(node);
  }

  serves(node: string): Promise<boolean> {
    return Promise.resolve(!this.#asleep.has(node));
  }

  parameter(_node: string, name: string): Promise<string | null> {
    return Promise.resolve(this.parameters.get(name) ?? null);
  }

  setParameter(_node: string, name: string, value: string): Promise<void> {
    if (!this.deaf) this.parameters.set(name, value);
    return Promise.resolve();
  }

  flush(): Promise<FlushedKeys> {
    const before = this.keys;
    if (!this.deaf) this.keys = 0;
    return Promise.resolve({ before, after: this.keys });
  }
}
