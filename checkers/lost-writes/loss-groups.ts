import type { SetAccount } from './account.js';
import { Attribution, type Explanation } from './attribution.js';
import type { Attempt } from './attempts.js';
import type { Circumstances } from './circumstances.js';

/** Kinds of explanations that are the same for the writes of all nodes. */
const OF_SEVERAL_NODES: ReadonlySet<string> = new Set<Explanation['kind']>(['none', 'together']);

/** Lost writes of one node that one story explains; or, of any node, those that one explains for all, or none. */
export interface LossGroup {
  readonly explanation: Explanation;
  readonly nodes: readonly string[];
  /** In the order in which they were attempted; at least one. */
  readonly lost: readonly Attempt[];
  /** From the call of the first one to the acknowledgement of the last one. */
  readonly from_ns: number;
  readonly to_ns: number;
}

/** All lost writes, each in one group. Headline, anomalies and tables are made from these. */
export class Losses {
  /** The largest first; those that nothing explains at the end. */
  readonly groups: readonly LossGroup[];
  readonly #attribution: Attribution;

  constructor({ lost, views, silent }: SetAccount, { windows, roles }: Circumstances) {
    const attribution = new Attribution(windows, roles, [...views.keys(), ...silent]);
    this.#attribution = attribution;
    const found = new Map<Explanation, Map<string, Attempt[]>>();
    for (const attempt of lost) {
      const explanation = attribution.explain(attempt);
      const node = OF_SEVERAL_NODES.has(explanation.kind) ? '' : attempt.node;
      const byNode = found.get(explanation) ?? new Map<string, Attempt[]>();
      found.set(explanation, byNode);
      const attempts = byNode.get(node);
      if (attempts === undefined) byNode.set(node, [attempt]);
      else attempts.push(attempt);
    }
    const groups = [...found].flatMap(([explanation, byNode]) =>
      [...byNode.values()].map((attempts) => groupOf(explanation, attempts)),
    );
    const isOpen = ({ explanation }: LossGroup): number => Number(explanation.kind === 'none');
    this.groups = groups.sort(
      (a, b) => isOpen(a) - isOpen(b) || b.lost.length - a.lost.length || a.from_ns - b.from_ns,
    );
  }

  /** The group of a lost write. */
  of(attempt: Attempt): LossGroup | undefined {
    const found = this.#attribution.explain(attempt);
    return this.groups.find(
      ({ explanation, nodes }) => explanation === found && nodes.includes(attempt.node),
    );
  }
}

function groupOf(explanation: Explanation, lost: readonly Attempt[]): LossGroup {
  let from_ns = Number.POSITIVE_INFINITY;
  let to_ns = 0;
  for (const { start_ns, end_ns } of lost) {
    from_ns = Math.min(from_ns, start_ns);
    to_ns = Math.max(to_ns, end_ns);
  }
  const nodes = [...new Set(lost.map(({ node }) => node))].sort();
  return { explanation, nodes, lost, from_ns, to_ns };
}
