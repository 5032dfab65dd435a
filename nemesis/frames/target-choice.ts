import type { FaultContext } from '../../harness/core/fault.js';
import type { JsonObject } from '../../harness/core/json.js';
import type { Random } from '../../harness/core/random.js';
import { momentFor, momentOf, resolveTarget } from './target.js';

/** The nodes that a target stands for, one draw after the other. */
export class TargetChoice {
  readonly #context: FaultContext;
  readonly #candidates: readonly string[];
  #random: Random;

  /** @param candidates the nodes that a target may stand for; all when absent. */
  constructor(context: FaultContext, name: string, candidates = context.nodes) {
    this.#context = context;
    this.#candidates = candidates;
    this.#random = context.random.fork(name);
  }

  /**
   * Looks the target up now, or as soon as the store has a primary again; `recorded` is the moment
   * for the record.
   * @throws EnvironmentError when no node holds the role.
   */
  async choose(
    target: string,
    candidates = this.#candidates,
  ): Promise<{ readonly node: string; readonly recorded: JsonObject }> {
    const moment = await momentFor(target, this.#context);
    const [node, random] = resolveTarget(target, moment, candidates, this.#random);
    this.#random = random;
    return { node, recorded: moment.recorded };
  }

  /** As {@link choose}, where the target may be `all`, or there are several nodes. */
  async chooseNodes(
    targets: readonly string[],
    candidates = this.#candidates,
  ): Promise<{ readonly nodes: readonly string[]; readonly recorded: JsonObject }> {
    const [target = '', ...others] = targets;
    if (target === 'all' || others.length > 0) {
      const { recorded } = await momentOf(this.#context);
      return { nodes: target === 'all' ? candidates : targets, recorded };
    }
    const { node, recorded } = await this.choose(target, candidates);
    return { nodes: [node], recorded };
  }
}
