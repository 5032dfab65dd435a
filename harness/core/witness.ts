import type { RoleView } from './cluster-view.js';

/** A part of the data, and who serves it. */
export interface Placed {
  readonly leader: string;
  /** In the store's own words, which nodes have in common if they mean the same: ranges of slots. */
  readonly part: string;
  /** The epoch under which it is served. */
  readonly epoch?: number;
}

/** What a node says of its place in the store's replication. What a store does not have is absent. */
export interface WitnessView {
  readonly node: string;
  /** The number of the leadership that it knows of: a term of Raft, an epoch of configuration. */
  readonly epoch?: number;
  /** Who leads in that epoch, as far as it knows; absent where the store does not tell the two in one answer. */
  readonly leader?: string;
  /** Who serves which part of the data, as far as it knows; absent where the store has no parts, or the node does not tell. */
  readonly placement?: readonly Placed[];
  /** The name of the stream of writes that it holds: Redis' replication id. */
  readonly stream?: string;
  /** How far it has come in this stream, in the store's own units. */
  readonly offset?: number;
  /** The stream that it held before, and the offset up to which both are the same. */
  readonly left?: { readonly stream: string; readonly offset: number };
  /** Whether it is connected to the node that it follows; absent where it follows none. */
  readonly linkUp?: boolean;
}

/** What all nodes said of themselves, in one round of questions. */
export interface Witnessed {
  readonly roles: readonly RoleView[];
  /** A node that did not answer is absent. */
  readonly nodes: readonly WitnessView[];
}

/** What all nodes said of themselves, asked at the same time. A node that did not answer is absent. */
export interface WitnessSample {
  /** Nanoseconds of the run's clock: when they were asked, and when the last of them had answered. */
  readonly time: number;
  readonly until: number;
  readonly nodes: readonly WitnessView[];
}
