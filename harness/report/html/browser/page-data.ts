/** What the page's script is given: plain data, all times in nanoseconds of the run's clock. */
export interface PageData {
  readonly duration_ns: number;
  readonly lanes: readonly Lane[];
  readonly ops: readonly PageOp[];
  /** Stretches of the history that were left out, with their number of client ops. */
  readonly gaps: readonly Gap[];
  readonly faults: readonly FaultBand[];
  readonly roles: readonly RoleBand[];
  readonly buckets: Buckets;
  /** Wall clocks, in the same buckets; none where the run set no clocks. */
  readonly clocks: readonly ClockCurve[];
  /** Of each anomaly that is shown; `null` where it has none. */
  readonly orders: readonly (PageOrders | null)[];
  /** Index of the first op of the earliest anomaly; `null` where there is none. */
  readonly firstError: number | null;
}

/** Legal orders of the ops around an anomaly, on a grid of clients and moments. */
export interface PageOrders {
  readonly lanes: readonly string[];
  readonly columns: number;
  readonly ops: readonly {
    readonly op: number;
    readonly words: string;
    readonly lane: number;
    readonly from: number;
    readonly to: number;
    readonly open: boolean;
    readonly proof: boolean;
    /** Position of the longest order that holds it. */
    readonly order: number | null;
  }[];
  readonly orders: readonly PageOrder[];
  readonly firstError: number | null;
}

/** One order, with the states between its steps. */
export interface PageOrder {
  readonly steps: readonly {
    readonly op: number;
    readonly before: string;
    readonly after: string;
  }[];
}

/** One thread of clients, or the nemesis. */
export interface Lane {
  readonly label: string;
}

/** One operation from its invocation to its completion. */
export interface PageOp {
  /** Index of the invocation in the history. */
  readonly index: number;
  /** Index of the completion; absent where there is none. */
  readonly completion?: number;
  /** Position in `lanes`. */
  readonly lane: number;
  readonly process: string;
  readonly node?: string;
  readonly f: string;
  readonly type: 'ok' | 'fail' | 'info';
  readonly from_ns: number;
  /** Absent where no completion came. */
  readonly to_ns?: number;
  readonly value: string;
  readonly result: string;
  readonly error?: string;
  /** `proof`: an anomaly names it. `lost`: its write is gone. */
  readonly mark?: 'proof' | 'lost';
}

export interface Gap {
  readonly from_ns: number;
  readonly to_ns: number;
  readonly ops: number;
}

/** A role with what the node said of its replication: `replica, link down`. */
export function roleInWords({ role, says }: RoleBand['spans'][number]): string {
  return says === undefined ? role : `${role}, ${says}`;
}

/** A fault, in a row of its own among those that are active at the same time. */
export interface FaultBand {
  readonly row: number;
  readonly name: string;
  /** What is said of an op that was under way only before it was known to be in effect, while it was, or after. */
  readonly words: { readonly before: string; readonly during: string; readonly after: string };
  readonly from_ns: number;
  readonly effectFrom_ns: number;
  readonly effectTo_ns: number;
  readonly to_ns: number;
}

/** Who one node was, over time. */
export interface RoleBand {
  readonly node: string;
  /** What it published. */
  readonly events: readonly { readonly at_ns: number; readonly words: string }[];
  readonly spans: readonly {
    readonly role: string;
    /** What the node said of its replication meanwhile: `epoch 3, link down`. */
    readonly says?: string;
    /** What a node of this role does; `nothing` where it could not be asked. */
    readonly does: 'writes' | 'follows' | 'watches' | 'nothing';
    readonly from_ns: number;
    readonly to_ns: number;
  }[];
}

/** How far a process' wall clock was ahead of the host's. */
export interface ClockCurve {
  readonly name: string;
  /** Milliseconds; `null` where nobody could ask. */
  readonly offsets_ms: readonly (number | null)[];
}

/** Figures over time, in buckets of equal width; the whole run, whatever was left out above. */
export interface Buckets {
  readonly width_ns: number;
  /** Ops per second that ended so, by the bucket of their end. */
  readonly rates: readonly {
    readonly f: string;
    readonly type: 'ok' | 'fail' | 'info';
    readonly perSecond: readonly number[];
  }[];
  /** Milliseconds of acknowledged ops; `null` where a bucket has none. */
  readonly latencies: readonly {
    readonly f: string;
    readonly p50_ms: readonly (number | null)[];
    readonly p99_ms: readonly (number | null)[];
  }[];
}
