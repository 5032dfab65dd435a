import type { Grudge, Links } from '../../harness/core/capabilities.js';
import { CLIENTS } from '../../harness/core/node.js';

/** How stub links misbehave. */
export interface LinkDefects {
  /** Cuts are accepted and do nothing. */
  readonly cutsNothing?: boolean;
  /** Cuts one direction less than asked: from the named endpoint to all others. */
  readonly leaksFrom?: string;
  /** Heals are accepted and do nothing. */
  readonly healsNothing?: boolean;
  /** This endpoint is unreachable whatever is cut. */
  readonly dead?: string;
}

/** Links in memory: every probe is a round trip of two packets, counted where it is discarded. */
export class StubLinks implements Links {
  readonly cuts: Grudge[] = [];
  readonly methods: string[] = [];
  readonly #defects: LinkDefects;
  #drops: Readonly<Record<string, readonly string[]>> = {};
  #counts: Record<string, number> = {};

  constructor(defects: LinkDefects = {}) {
    this.#defects = defects;
  }

  cut(grudge: Grudge, method: string): Promise<void> {
    this.cuts.push(grudge);
    this.methods.push(method);
    if (this.#defects.cutsNothing === true) return Promise.resolve();
    const drops = { ...this.#drops };
    for (const [to, from] of Object.entries(grudge)) {
      drops[to] = [
        ...(drops[to] ?? []),
        ...from.filter((endpoint) => endpoint !== this.#defects.leaksFrom),
      ];
    }
    this.#drops = drops;
    return Promise.resolve();
  }

  cutAt(node: string): Promise<Grudge> {
    const toClients = this.#drops[CLIENTS]?.includes(node) === true;
    return Promise.resolve({
      [node]: this.#drops[node] ?? [],
      ...(toClients ? { [CLIENTS]: [node] } : {}),
    });
  }

  heal(): Promise<void> {
    if (this.#defects.healsNothing !== true) {
      this.#drops = {};
      this.#counts = {};
    }
    return Promise.resolve();
  }

  probe(from: string, to: string): Promise<boolean> {
    const { dead } = this.#defects;
    if (from === dead || to === dead) return Promise.resolve(false);
    return Promise.resolve(this.#delivers(from, to) && this.#delivers(to, from));
  }

  discarded(): Promise<Readonly<Record<string, number>>> {
    return Promise.resolve({ ...this.#counts });
  }

  #delivers(from: string, to: string): boolean {
    if (this.#drops[to]?.includes(from) !== true) return true;
    this.#counts[to] = (this.#counts[to] ?? 0) + 1;
    return false;
  }
}
