/** What a program of the store published of itself, or of the others. */
export interface StoreEvent {
  /** Nanoseconds of the run's clock: when it was heard. */
  readonly time: number;
  /** Who told it. */
  readonly node: string;
  /** As the store calls it: `+odown`. */
  readonly name: string;
  /** What the store says with it; names of nodes stand for their addresses. */
  readonly text: string;
}
