import { CLIENTS, type CutMethod, type Grudge, type Links } from '../../harness/index.js';

/** The links of an in-process cluster: a packet that was cut never arrives. */
export class MemoryLinks implements Links {
  readonly #cuts = new Set<string>();
  readonly #discarded = new Map<string, number>();

  /** Whether a packet gets through now; counts it as discarded by its receiver if not. */
  delivers(from: string, to: string): boolean {
    if (!this.#cuts.has(key(from, to))) return true;
    this.#discarded.set(to, (this.#discarded.get(to) ?? 0) + 1);
    return false;
  }

  /** Whether a packet and its answer get through. */
  connected(a: string, b: string): boolean {
    return a === b || (this.delivers(a, b) && this.delivers(b, a));
  }

  cut(grudge: Grudge, _method: CutMethod): Promise<void> {
    for (const [receiver, senders] of Object.entries(grudge)) {
      for (const sender of senders) this.#cuts.add(key(sender, receiver));
    }
    return Promise.resolve();
  }

  cutAt(node: string): Promise<Grudge> {
    const dropped = [...this.#cuts].map((cut) => cut.split('>') as [from: string, to: string]);
    const into = dropped.filter(([, to]) => to === node).map(([from]) => from);
    const toClients = this.#cuts.has(key(node, CLIENTS));
    return Promise.resolve({
      ...(into.length > 0 ? { [node]: into } : {}),
      ...(toClients ? { [CLIENTS]: [node] } : {}),
    });
  }

  heal(): Promise<void> {
    this.#cuts.clear();
    this.#discarded.clear();
    return Promise.resolve();
  }

  probe(from: string, to: string): Promise<boolean> {
    return Promise.resolve(this.connected(from, to));
  }

  discarded(): Promise<Readonly<Record<string, number>>> {
    return Promise.resolve(Object.fromEntries(this.#discarded));
  }
}

function key(from: string, to: string): string {
  return `${from}>${to}`;
}
