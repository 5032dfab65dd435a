import type { TestPlan } from './plan.js';

/** Which nodes do what, by their names; a node may do both. */
export interface NodeLayout {
  /** Those that hold data. Clients are bound to these. */
  readonly data: readonly string[];
  /** Those that watch the others and promote a replica when the primary is gone. */
  readonly sentinels: readonly string[];
}

/** The layout of a plan. One that says nothing has data on every node, and nobody watches. */
export function layoutOf({ nodes, layout }: Pick<TestPlan, 'nodes' | 'layout'>): NodeLayout {
  return layout ?? { data: nodes, sentinels: [] };
}
