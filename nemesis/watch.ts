import { type Clock, NS_PER_MS, sleep } from '../harness/core/clock.js';
import { messageOf } from '../harness/core/errors.js';
import type { Sighting } from '../harness/core/fault.js';
import type { Lapse, Watched } from '../harness/core/schedule.js';

const LEAST_PAUSE_MS = 1000;
const MOST_PAUSE_MS = 3000;
/** Where looks are slow, the pauses between them are so many times as long, up to the most. */
const PAUSE_PER_LOOK = 10;

/** What is watched, and how. */
export interface WatchParts {
  readonly clock: Clock;
  /** Ends the watch when it aborts. */
  readonly signal: AbortSignal;
  readonly fault: string;
  readonly look: (thorough: boolean) => Promise<readonly Sighting[]>;
  /** Whether another fault keeps this one from being seen on a node, now. */
  readonly hidden: (node: string) => boolean;
}

/**
 * Looks at a fault while it lasts, in the background, and notes from when on it was no longer in
 * effect. A miss counts where a second look, taken at once, misses too.
 */
export class Watch {
  readonly #parts: WatchParts;
  /** When a node was last seen under the fault; nodes that were not seen yet have the beginning. */
  readonly #seen = new Map<string, number>();
  readonly #lapses = new Map<string, Lapse>();
  /** Nodes on which it is over, since they have started anew. */
  readonly #over = new Set<string>();
  #began_ns: number | null = null;
  #looks = 0;
  #resting = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(parts: WatchParts) {
    this.#parts = parts;
  }

  /** Begins, or goes on after a {@link rest}. The fault has just been seen in effect. */
  go(): void {
    this.#began_ns ??= this.#parts.clock.now();
    this.#resting = new AbortController();
    this.#running = this.#run(AbortSignal.any([this.#parts.signal, this.#resting.signal]));
  }

  /** Looks no more, once the look that is under way has ended. */
  async rest(): Promise<void> {
    this.#resting.abort();
    await this.#running;
  }

  /** The fault is over on these nodes: nobody looks there any more. */
  overOn(nodes: readonly string[]): void {
    for (const node of nodes) this.#over.add(node);
  }

  /** Looks a last time, thoroughly; `null` where nothing was watched. */
  async end(): Promise<Watched | null> {
    await this.rest();
    if (this.#began_ns === null) return null;
    const now = this.#parts.clock.now();
    for (const { node, inEffect, words } of await this.#look(true)) {
      if (inEffect === null && !this.#parts.hidden(node)) {
        this.#miss(node, [`it could not be looked at: ${words.join('; ')}`], now);
      }
    }
    const watched = this.#forget();
    return watched.looks === 0 && watched.lapses.length === 0 ? null : watched;
  }

  /** Ends without a last look, and forgets what was seen. */
  async drop(): Promise<void> {
    await this.rest();
    this.#forget();
  }

  #forget(): Watched {
    const lapses = [...this.#lapses.values()];
    const watched = { fault: this.#parts.fault, looks: this.#looks, lapses };
    this.#seen.clear();
    this.#lapses.clear();
    this.#over.clear();
    this.#looks = 0;
    this.#began_ns = null;
    return watched;
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts;
    while (!signal.aborted) {
      const began_ns = clock.now();
      const sightings = await this.#look(false);
      if (sightings.length === 0) return;
      const pause_ms = (PAUSE_PER_LOOK * (clock.now() - began_ns)) / NS_PER_MS;
      const bounded_ms = Math.min(MOST_PAUSE_MS, Math.max(LEAST_PAUSE_MS, pause_ms));
      // Ended early is what it is for.
      await sleep(clock, bounded_ms, signal).catch(() => undefined);
    }
  }

  async #look(thorough: boolean): Promise<readonly Sighting[]> {
    const first = await this.#sightings(thorough);
    const missed_ns = this.#parts.clock.now();
    const inDoubt = (one: Sighting): boolean =>
      this.#isNewMiss(one) || (thorough && one.inEffect === null);
    if (!first.some(inDoubt)) return first;
    const second = await this.#sightings(thorough);
    for (const { node, words, ...one } of first.filter((sighting) => this.#isNewMiss(sighting))) {
      const again = second.find((sighting) => sighting.node === node);
      if (one.inEffect === again?.inEffect) this.#miss(node, words, missed_ns);
    }
    return second;
  }

  async #sightings(thorough: boolean): Promise<readonly Sighting[]> {
    const { clock, look } = this.#parts;
    const now = clock.now();
    try {
      const sightings = (await look(thorough)).filter(({ node }) => !this.#over.has(node));
      if (sightings.length > 0) this.#looks += 1;
      for (const { node, inEffect } of sightings) if (inEffect === true) this.#seen.set(node, now);
      return sightings;
    } catch (thrown) {
      return [{ node: 'any node', inEffect: null, words: [messageOf(thrown)] }];
    }
  }

  #isNewMiss({ node, inEffect }: Sighting): boolean {
    return inEffect === false && !this.#lapses.has(node) && !this.#parts.hidden(node);
  }

  #miss(node: string, evidence: readonly string[], firstMissed_ns: number): void {
    const lastSeen_ns = this.#seen.get(node) ?? this.#began_ns ?? 0;
    if (!this.#lapses.has(node)) {
      this.#lapses.set(node, { node, lastSeen_ns, firstMissed_ns, evidence });
    }
  }
}
