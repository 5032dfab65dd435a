import type { CutMethod, Grudge, Links } from '../../../harness/core/capabilities.js';
import { type Clock, NS_PER_MS, sleep } from '../../../harness/core/clock.js';
import { messageOf } from '../../../harness/core/errors.js';
import { lookCut } from '../partition-look.js';

const PROBE_TIMEOUT_MS = 1000;
/** An open link answers within a tenth of it. */
const LEAST_PROBE_MS = 100;

/** One stretch in which the links were cut, in milliseconds after the first cut was ordered. */
export interface Flap {
  readonly from_ms: number;
  readonly to_ms: number;
}

/** What flaps, and how. */
export interface FlapParts {
  readonly links: Links;
  readonly clock: Clock;
  /** Ends the flapping when it aborts. */
  readonly signal: AbortSignal;
  readonly drops: Grudge;
  readonly method: CutMethod;
  /** When the first cut was ordered. */
  readonly since_ns: number;
  /** How long the links are open before the next cut, and then cut. */
  readonly nextTimes: () => { readonly open_ms: number; readonly cut_ms: number };
}

/**
 * Opens and cuts the same links in turns, in the background, until it is ended; it ends with open
 * links. A probe over one of the links, another one each time, looks whether they are cut, and
 * open again.
 */
export class Flaps {
  readonly #parts: FlapParts;
  readonly #ending = new AbortController();
  readonly #signal: AbortSignal;
  readonly #done: Flap[] = [];
  readonly #problems: string[] = [];
  readonly #running: Promise<void>;

  /** Begins with links that are open. */
  constructor(parts: FlapParts) {
    this.#parts = parts;
    this.#signal = AbortSignal.any([parts.signal, this.#ending.signal]);
    this.#running = this.#flap();
  }

  /** Ends it, and waits until the links are open; when they were cut, and what went wrong. */
  async end(): Promise<{ readonly flaps: readonly Flap[]; readonly problems: readonly string[] }> {
    this.#ending.abort();
    await this.#running;
    return { flaps: this.#done, problems: this.#problems };
  }

  async #flap(): Promise<void> {
    for (;;) {
      const { open_ms, cut_ms } = this.#parts.nextTimes();
      await Promise.all([this.#pause(open_ms), this.#lookOpen()]);
      if (this.#signal.aborted) return;
      await this.#cutFor(cut_ms);
    }
  }

  /** Opens in any case: a cut that fails may have cut half of the links. */
  async #cutFor(cut_ms: number): Promise<void> {
    const { links, drops, method } = this.#parts;
    const from_ms = this.#now_ms();
    await this.#attempt('cut', async () => {
      await links.cut(drops, method);
      const before = this.#problems.length;
      await Promise.all([this.#pause(cut_ms), this.#lookCut(cut_ms)]);
      if (this.#problems.length === before) await this.#lookStillCut();
    });
    await this.#attempt('opening', () => links.heal());
    this.#done.push({ from_ms, to_ms: this.#now_ms() });
  }

  async #lookCut(cut_ms: number): Promise<void> {
    const [from, to] = this.#link();
    const timeout_ms = Math.max(LEAST_PROBE_MS, Math.min(cut_ms, PROBE_TIMEOUT_MS));
    if (await this.#parts.links.probe(from, to, timeout_ms)) {
      this.#problem(`${from}→${to} answered although it was cut`);
    }
  }

  /** At the rules, right before the links are opened: what was cut had to be cut until then. */
  async #lookStillCut(): Promise<void> {
    const { links, drops } = this.#parts;
    const missed = (await lookCut(links, drops, false)).filter(({ inEffect }) => inEffect !== true);
    const words = missed.flatMap((sighting) => sighting.words);
    if (missed.length > 0) this.#problem(`the cut did not last to its end: ${words.join('; ')}`);
  }

  /** What fails is tried once more: a busy machine is no cut. */
  async #lookOpen(): Promise<void> {
    const { links } = this.#parts;
    const [from, to] = this.#link();
    await this.#attempt('probe', async () => {
      const answered =
        (await links.probe(from, to, PROBE_TIMEOUT_MS)) ||
        (await links.probe(from, to, PROBE_TIMEOUT_MS));
      if (!answered) this.#problem(`${from}→${to} did not answer although it was open`);
    });
  }

  /** A link that flaps: one after the other. */
  #link(): readonly [from: string, to: string] {
    const links = Object.entries(this.#parts.drops).flatMap(([to, discarded]) =>
      discarded.map((from) => [from, to] as const),
    );
    return links[this.#done.length % links.length] ?? ['', ''];
  }

  async #attempt(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      this.#problem(`the ${what} failed: ${messageOf(thrown)}`);
    }
  }

  #problem(words: string): void {
    this.#problems.push(`at ${this.#now_ms()} ms: ${words}`);
  }

  #pause(time_ms: number): Promise<void> {
    // Ended early is what it is for.
    return sleep(this.#parts.clock, time_ms, this.#signal).catch(() => undefined);
  }

  #now_ms(): number {
    return Math.round((this.#parts.clock.now() - this.#parts.since_ns) / NS_PER_MS);
  }
}
