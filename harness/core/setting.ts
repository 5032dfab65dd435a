/** A setting of the store that a run changed from the store's own default. */
export interface ChangedSetting {
  /** As the store calls it. */
  readonly name: string;
  readonly value: string;
  /** The store's own default. */
  readonly default: string;
  /** The option of the system that decides it; `null` where the harness cannot do without it. */
  readonly option: string | null;
  /** Why it is changed, where no option decides it. */
  readonly reason?: string;
}
