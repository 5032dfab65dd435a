/** Which nodes do what, by their names; a node may do both. */
export interface NodeLayout {
  /** Those that hold data. Clients are bound to these. */
  readonly data: readonly string[];
  /** Those that watch the others and promote a replica when the primary is gone. */
  readonly watchers: readonly string[];
}

/** The nodes of a plan, and which of them do what where the system tells them apart. */
export interface LaidOut {
  readonly nodes: readonly string[];
  readonly layout?: NodeLayout;
}

/** The layout of a plan. One that says nothing has data on every node, and nobody watches. */
export function layoutOf({ nodes, layout }: LaidOut): NodeLayout {
  return layout ?? { data: nodes, watchers: [] };
}
