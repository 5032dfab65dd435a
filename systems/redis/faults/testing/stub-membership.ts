import { type Clock, sleep } from '../../../../harness/core/clock.js';
import type { Joined, LeftData, Membership } from '../../capabilities.js';
import type { StubReplication } from './stub-replication.js';
import type { StubSentinels } from './stub-sentinels.js';

const FORGETTING_MS = 5000;

/** A group in memory whose replicas are taken out and put back, unless it is told not to. */
export class StubMembership implements Membership {
  /** Nothing that is ordered has any effect. */
  deaf = false;
  /** The data of a replica that is taken out stays where it is, whatever is asked for. */
  keepsData = false;
  /** Who is out stays known to the Sentinels. */
  remembers = false;
  readonly #clock: Clock;
  readonly #replication: StubReplication;
  readonly #sentinels: StubSentinels;
  readonly #wiped = new Set<string>();

  constructor(clock: Clock, replication: StubReplication, sentinels: StubSentinels) {
    this.#clock = clock;
    this.#replication = replication;
    this.#sentinels = sentinels;
  }

  remove(node: string, data: LeftData): Promise<void> {
    if (this.deaf) return Promise.resolve();
    this.#replication.out.add(node);
    if (data === 'wiped' && !this.keepsData) this.#wiped.add(node);
    return Promise.resolve();
  }

  async forget(): Promise<void> {
    await sleep(this.#clock, FORGETTING_MS);
    if (this.remembers) return;
    for (const node of this.#replication.out) this.#sentinels.unwatched.add(node);
    this.#sentinels.forgetRemoved();
  }

  add(node: string): Promise<Joined> {
    const full = this.#wiped.has(node);
    if (!this.deaf) {
      this.#wiped.delete(node);
      this.#replication.out.delete(node);
      this.#sentinels.unwatched.delete(node);
    }
    return Promise.resolve({ source: 'n1', fullSyncs: Number(full), partialSyncs: Number(!full) });
  }

  dataFiles(node: string): Promise<Readonly<Record<string, number>>> {
    return Promise.resolve(this.#wiped.has(node) ? {} : { 'dump.rdb': 173 });
  }
}
