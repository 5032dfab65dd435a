/** A picture of a partition as plain data: all that a page needs to draw it. */
export interface Visualization {
  readonly operations: readonly VisualOperation[];
  /** Orders to step through, the longest first; the operations of each by `id`. */
  readonly linearizations: readonly VisualLinearization[];
  /** The operation to jump to: the first one that cannot be placed. */
  readonly firstError?: number;
  /** How many operations of the partition are not shown, before and after the slice. */
  readonly hiddenBefore: number;
  readonly hiddenAfter: number;
}

/** An operation as it is drawn. */
export interface VisualOperation {
  /** Position in the whole history. */
  readonly id: number;
  readonly client: string;
  readonly description: string;
  readonly call: number;
  /** Nothing if it was never answered. */
  readonly return?: number;
  /** Whether it belongs to the minimal illegal set. */
  readonly witness: boolean;
  /** Index of the longest linearization that holds it; nothing if none does. */
  readonly linearization?: number;
}

/** One legal order. */
export interface VisualLinearization {
  readonly steps: readonly VisualStep[];
  /** The operations of the slice that it does not hold. */
  readonly missing: readonly number[];
}

/** One operation taking effect. */
export interface VisualStep {
  readonly id: number;
  readonly before: string;
  readonly after: string;
}
