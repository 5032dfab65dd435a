/**
 * Legal orders of the ops around an anomaly, to step through: none of them holds all that must be
 * held. Ops are named by the indices of their invocations in the history, and stand on a grid: a
 * line for each client, a column for each moment at which an op was called or answered.
 */
export interface LegalOrders {
  /** The client of each line; one with ops at the same time has several. */
  readonly lanes: readonly string[];
  readonly columns: number;
  readonly ops: readonly OrderedOp[];
  /** The longest first. */
  readonly orders: readonly LegalOrder[];
  /** The op to look at first: one that fits into no order. */
  readonly firstError: number | null;
  /** Ops on the same object before and after these, which are not shown. */
  readonly hiddenBefore: number;
  readonly hiddenAfter: number;
}

/** One op on the grid. */
export interface OrderedOp {
  readonly op: number;
  readonly words: string;
  readonly lane: number;
  readonly from: number;
  readonly to: number;
  /** Whether it was never answered, and so may take effect at any later time, or never. */
  readonly open: boolean;
  /** Whether it belongs to the smallest set of ops that has no legal order. */
  readonly proof: boolean;
  /** Position of the longest order that holds it; `null` where none does. */
  readonly order: number | null;
}

/** One legal order of some of the ops. */
export interface LegalOrder {
  readonly steps: readonly OrderStep[];
  /** The shown ops that it does not hold. */
  readonly missing: readonly number[];
}

/** An op takes effect: the object's state before and after, in words. */
export interface OrderStep {
  readonly op: number;
  readonly before: string;
  readonly after: string;
}
