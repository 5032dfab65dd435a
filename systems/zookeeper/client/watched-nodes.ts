import { EVENTS, type NodeEvent } from '../protocol/session.js';

/** A node that a session watches. */
export interface WatchedNode {
  /** The number from which on it has not told yet; `undefined` where that is not known. */
  next: number | undefined;
  /** The names of nodes that were made below it, in the order in which the session was told of them. */
  readonly made: string[];
}

/** What a session was told of the nodes that it watches. */
export class WatchedNodes {
  readonly #nodes = new Map<string, WatchedNode>();

  at(path: string): WatchedNode | undefined {
    return this.#nodes.get(path);
  }

  /** From here on, what the session is told of the node is kept. */
  begin(path: string): WatchedNode {
    const node: WatchedNode = { next: undefined, made: [] };
    this.#nodes.set(path, node);
    return node;
  }

  /** What the session is told of the node is not kept any more. */
  end(path: string): void {
    this.#nodes.delete(path);
  }

  told({ type, path }: NodeEvent): void {
    if (type !== EVENTS.created) return;
    const end = path.lastIndexOf('/');
    this.#nodes.get(path.slice(0, end))?.made.push(path.slice(end + 1));
  }
}
