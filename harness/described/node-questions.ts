import { bounded } from '../core/bounded.js';
import type { RoleView } from '../core/cluster-view.js';
import { messageOf } from '../core/errors.js';
import type { JsonObject } from '../core/json.js';
import type { Witnessed, WitnessView } from '../core/witness.js';
import type { Cluster, RoleAnswer, StoreNode, SystemDescription } from './description.js';

/** Bound on asking one node one thing. */
export const ANSWER_MS = 1000;

/** What the nodes of a described store are asked, each within a bound: roles, versions, and their place in the replication. */
export class NodeQuestions<Options extends JsonObject, Store> {
  readonly #description: SystemDescription<Options, Store>;
  readonly #clusterNow: () => Cluster<Options, Store>;

  constructor(
    description: SystemDescription<Options, Store>,
    clusterNow: () => Cluster<Options, Store>,
  ) {
    this.#description = description;
    this.#clusterNow = clusterNow;
  }

  async roles(): Promise<readonly RoleView[]> {
    return Promise.all(this.#nodes.map((node) => this.#viewOf(node)));
  }

  /**
   * Roles are asked for beside only of nodes that answer without theirs. A node that does not answer is unreachable where
   * others tell theirs with the rest, and is asked beside where none does.
   */
  async witnessed(): Promise<Witnessed> {
    const answers = await Promise.all(
      this.#nodes.map(async (node) => {
        const ask = async () =>
          (await this.#description.witness?.({ ...this.#clusterNow(), node })) ?? {};
        return { node, answer: await this.#asked(ask).catch(() => null) };
      }),
    );
    const nodes = answers.flatMap(({ node, answer }): WitnessView[] => {
      const { role: _, ...view } = answer ?? {};
      return Object.keys(view).length > 0 ? [{ ...view, node: node.name }] : [];
    });
    const rolesAreTold = answers.some(({ answer }) => answer?.role !== undefined);
    const roles = await Promise.all(
      answers.map(async ({ node, answer }) => {
        if (answer?.role !== undefined) return roleView(node.name, answer.role);
        return answer === null && rolesAreTold ? roleView(node.name, null) : this.#viewOf(node);
      }),
    );
    return { roles, nodes };
  }

  async versions(): Promise<Readonly<Record<string, string>>> {
    const description = this.#description;
    if (description.version === undefined) return {};
    const answers = await Promise.all(
      this.#nodes.map((node) =>
        this.#asked(async () => description.version?.({ ...this.#clusterNow(), node })),
      ),
    );
    const found = [...new Set(answers.filter((answer) => typeof answer === 'string'))];
    return found.length === 0 ? {} : { [description.name]: found.join(', ') };
  }

  /** Why a node does not tell its role; `null` where it does. */
  async whyNoRole(node: StoreNode): Promise<string | null> {
    try {
      const answer = await this.#roleOf(node);
      return answer === null ? `${node.name} did not tell its role within ${ANSWER_MS} ms` : null;
    } catch (thrown) {
      return `the role of ${node.name} could not be asked for: ${messageOf(thrown)}`;
    }
  }

  async #viewOf(node: StoreNode): Promise<RoleView> {
    if (this.#description.role === undefined) return { node: node.name, role: 'unknown' };
    return roleView(node.name, await this.#roleOf(node).catch(() => null));
  }

  /** What a node says of its role; `null` where it gives no answer. */
  async #roleOf(node: StoreNode): Promise<RoleAnswer | null> {
    const ask = async () => this.#description.role?.({ ...this.#clusterNow(), node });
    return (await this.#asked(ask)) ?? null;
  }

  /** What a node answers within the bound; `null` where it gives no answer. */
  async #asked<T>(ask: () => Promise<T>): Promise<T | null> {
    const asked = await bounded(this.#clusterNow().clock, ANSWER_MS, ask);
    return asked.ended ? asked.value : null;
  }

  get #nodes(): readonly StoreNode[] {
    return this.#clusterNow().nodes;
  }
}

/** @param answer `null` of a node that gives none. */
function roleView(node: string, answer: RoleAnswer | null): RoleView {
  if (answer === null || typeof answer === 'string') return { node, role: answer ?? 'unreachable' };
  return { ...answer, node };
}
