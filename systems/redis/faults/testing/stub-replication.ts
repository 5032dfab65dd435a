import type { Replication, ReplicationView } from '../../capabilities.js';

/** Servers in memory that follow whom they are told to, unless they are told to be deaf. */
export class StubReplication implements Replication {
  /** Nodes that are no members now. */
  readonly out = new Set<string>();
  /** Whom each node follows; nobody: `null`. */
  readonly follows = new Map<string, string | null>();
  /** Orders have no effect. */
  deaf = false;
  /** Orders have an effect, but no link ever comes up. */
  linkless = false;
  readonly #all: readonly string[];

  /** The first node is the primary of all others. */
  constructor(nodes: readonly string[]) {
    this.#all = nodes;
    const [primary = null, ...replicas] = nodes;
    if (primary !== null) this.follows.set(primary, null);
    for (const replica of replicas) this.follows.set(replica, primary);
  }

  get nodes(): readonly string[] {
    return this.#all.filter((node) => !this.out.has(node));
  }

  view(node: string): Promise<ReplicationView> {
    if (this.out.has(node)) return Promise.reject(new Error('connection refused'));
    const follows = this.follows.get(node) ?? null;
    return Promise.resolve({
      role: follows === null ? 'primary' : 'replica',
      follows,
      linkUp: this.#isLinked(node),
      followers: this.nodes.filter((one) => this.follows.get(one) === node && this.#isLinked(one)),
    });
  }

  follow(node: string, source: string | null): Promise<void> {
    if (!this.deaf) this.follows.set(node, source);
    return Promise.resolve();
  }

  /** Whether the chain of those that a node follows ends at a primary. */
  #isLinked(node: string): boolean {
    if (this.linkless) return false;
    const seen = new Set([node]);
    let source = this.follows.get(node) ?? null;
    if (source === null) return false;
    while (source !== null && !seen.has(source)) {
      seen.add(source);
      source = this.follows.get(source) ?? null;
    }
    return source === null;
  }
}
