import { Random } from '../../../harness/index.js';
import type { Data } from '../data.js';
import type { Change, Replica } from '../replica.js';

/** Says whether a bug strikes this time. */
export type Strikes = () => boolean;

/** What a connection of a client has done. */
export interface Session {
  /** How many changes there were before its last write; 0 where it has not written. */
  before: number;
}

/** A mistake of a store that can be planted, to see which checker finds it. */
export interface Bug {
  readonly name: string;
  /** What goes wrong, in one line. */
  readonly summary: string;
  /** The names of the workloads that meet it; the first one catches it best. */
  readonly workloads: readonly string[];
  /** Replaces methods of a node's data by mistaken ones. */
  data?(data: Data, strikes: Strikes): void;
  /** Makes a change at the primary in a mistaken way, in the place of `replica.do`. */
  change?<T>(replica: Replica, at_ms: number, change: Change<T>): T;
  /** Reads at the primary in a mistaken way, for a client. */
  read?<T>(replica: Replica, now_ms: number, look: Change<T>, session: Session): T;
  /** What a replica does as it becomes primary. */
  promoted?(replica: Replica): void;
}

/** Strikes at random, in this share of all times. */
export function strikesAt(rate: number, seed: number): Strikes {
  let random = Random.fromSeed(seed);
  return () => {
    const [fraction, next] = random.fraction();
    random = next;
    return fraction < rate;
  };
}
