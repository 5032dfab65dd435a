import type { Quorum, Sentinels, WatchedGroup } from '../../capabilities.js';

const NOBODY: WatchedGroup = { otherSentinels: [], replicas: [] };

/**
 * Sentinels in memory, which watch n1 and its replicas; those that forget learn again after two
 * looks, unless told not to.
 */
export class StubSentinels implements Sentinels {
  readonly parameters = new Map<string, string>([['down-after-milliseconds', '1500']]);
  forgets = true;
  learns = true;
  /** Nothing that is ordered has any effect. */
  deaf = false;
  /** Replicas that no Sentinel knows. */
  readonly unwatched = new Set<string>();
  readonly #all: readonly string[];
  readonly #removed = new Set<string>();
  /** Those of them that the others have forgotten. */
  readonly #forgotten = new Set<string>();
  /** Sentinels that have forgotten everybody, and looks until they know all again. */
  readonly #looksUntilBack = new Map<string, number>();

  constructor(nodes: readonly string[]) {
    this.#all = nodes;
  }

  get nodes(): readonly string[] {
    return this.#all.filter((node) => !this.#removed.has(node));
  }

  knows(node: string): Promise<WatchedGroup> {
    if (this.#removed.has(node)) return Promise.reject(new Error('connection refused'));
    const left = this.#looksUntilBack.get(node) ?? 0;
    if (this.learns) this.#looksUntilBack.set(node, left - 1);
    return Promise.resolve(left > 1 ? NOBODY : this.#whole(node));
  }

  quorum(): Promise<Quorum> {
    const { length } = this.nodes;
    const enough = length * 2 > this.#all.length;
    return Promise.resolve({
      enough,
      words: `${enough ? 'OK' : 'NOQUORUM'} ${length} usable Sentinels`,
    });
  }

  reset(node: string): Promise<{ before: WatchedGroup; after: WatchedGroup }> {
    const before = this.#whole(node);
    if (!this.forgets) return Promise.resolve({ before, after: before });
    this.#looksUntilBack.set(node, 3);
    return Promise.resolve({ before, after: NOBODY });
  }

  remove(node: string): Promise<void> {
    if (!this.deaf) this.#removed.add(node);
    return Promise.resolve();
  }

  forgetRemoved(): void {
    for (const node of this.#removed) this.#forgotten.add(node);
  }

  add(node: string): Promise<void> {
    if (this.deaf) return Promise.resolve();
    this.#removed.delete(node);
    this.#forgotten.delete(node);
    for (const one of this.#all) this.#looksUntilBack.set(one, 3);
    return Promise.resolve();
  }

  parameter(_node: string, name: string): Promise<string | null> {
    return Promise.resolve(this.parameters.get(name) ?? null);
  }

  setParameter(_node: string, name: string, value: string): Promise<void> {
    if (!this.deaf) this.parameters.set(name, value);
    return Promise.resolve();
  }

  #whole(node: string): WatchedGroup {
    return {
      otherSentinels: this.#all.filter((one) => one !== node && !this.#forgotten.has(one)),
      replicas: this.#all.slice(1).filter((one) => !this.unwatched.has(one)),
    };
  }
}
