/** Containers that somebody else has started on this machine's Docker engine, to become nodes as they are. */
export interface AttachedContainers {
  /** Their names or ids: the first becomes `n1`, the second `n2`, … */
  readonly containers: readonly string[];
  /** The network by which they reach each other; needed where they have several in common. */
  readonly network?: string;
}
