import type { FaultAccount } from './fault-account.js';
import type { Json, JsonObject } from './json.js';

/** A state of the run that a step may await. */
export type Condition =
  /** At least so many client ops have been acknowledged since the step began. */
  | { readonly acknowledged: number }
  /** A node other than the primary of the last fault is primary in the eyes of the majority. */
  | { readonly primary: 'changed' }
  /** This node is primary in the eyes of the majority. */
  | { readonly primary: { readonly is: string } }
  /** Roles agree, links are up, data has converged. */
  | { readonly cluster: 'converged' };

/** An operation of a fault: `start-partition`, `failover`. */
export interface FaultOrder {
  readonly fault: string;
  readonly value?: Json;
  /** So many writes must be acknowledged while it lasts; what the plan says when absent. */
  readonly acknowledged?: number;
}

/** One step of a fault schedule. */
export type Step =
  /** Run a fault's operation. */
  | FaultOrder
  /** Wait for a state; not reached within the bound: the run proves nothing. */
  | { readonly until: Condition; readonly within_ms: number }
  /** Let time pass. */
  | { readonly for_ms: number };

/** A fault that a periodic or random schedule may choose. */
export interface ScheduledFault {
  /** The op that begins it. */
  readonly start: FaultOrder;
  /** The op that ends it; absent where it ends by itself. */
  readonly stop?: { readonly fault: string; readonly value?: Json };
  /** How often it is chosen beside the others that share its turn; 1 when absent. */
  readonly weight?: number;
  /**
   * The name under which it was asked for. Each name gets its turn before one comes again; faults of one
   * name share a turn, and so do all that have no name.
   */
  readonly nemesis?: string;
}

/**
 * What goes wrong, and when: plain data, stored with the run. After every schedule all faults
 * are healed.
 */
export type Schedule =
  | { readonly kind: 'none' }
  /** The main phase ends with the last step. */
  | { readonly kind: 'steps'; readonly steps: readonly Step[] }
  /**
   * Until the time limit, or until the last fault had half of its time after its proof, if that is later:
   * quiet, faults chosen at random, their end, quiet, … In a round from one to `at_once` faults begin one
   * after the other, of those whose turn it is and that may overlap, and end in a random order.
   */
  | {
      readonly kind: 'periodic';
      readonly faults: readonly ScheduledFault[];
      /** Before each round. */
      readonly quiet_ms: number;
      /**
       * From the order that begins the first fault of a round to the order of its first end; longer where
       * a fault takes effect later (it waited for a primary), or where its proof takes longer than this.
       */
      readonly active_ms: number;
      /** Faults that may be active at the same time; 1 when absent. */
      readonly at_once?: number;
      /** Each time is drawn from `1 - jitter` to `1 + jitter` of the above; 0 when absent. */
      readonly jitter?: number;
    };

/** What a fault's operation recorded: its effect and the proof of it. */
export interface FaultRecord {
  /** What happened exactly: who drops whom, which process was killed. */
  readonly effect: JsonObject;
  /** Whether the effect (or the healing) was seen from outside, and how. */
  readonly proof: { readonly proven: boolean; readonly evidence: readonly string[] };
  /** Of the operation that begins a fault: what it says of itself. Absent in runs of older versions. */
  readonly account?: FaultAccount;
  /** Of the operation that ends a fault: whether the fault was in effect until then. */
  readonly watched?: Watched;
}

/** What was seen of a fault from its beginning to its end; the last look comes right before the end. */
export interface Watched {
  /** `partition` for `start-partition`. */
  readonly fault: string;
  readonly looks: number;
  /** By node, each the first one; none where the fault was in effect the whole time. */
  readonly lapses: readonly Lapse[];
}

/** A fault that was no longer in effect on a node, and since when: at some moment between two looks. */
export interface Lapse {
  readonly node: string;
  /** When the last look began that saw the fault in effect; nanoseconds of the run's clock. */
  readonly lastSeen_ns: number;
  /** When the first look ended that did not see it in effect. */
  readonly firstMissed_ns: number;
  /** What that look saw instead. */
  readonly evidence: readonly string[];
}
