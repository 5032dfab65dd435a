import type { FaultContext } from '../../harness/core/fault.js';
import type { Random } from '../../harness/core/random.js';
import type { JsonObject } from '../../harness/core/json.js';
import { momentOf, resolveTarget } from '../target.js';

/** The nodes that a target stands for, one draw after the other. */
export class TargetChoice {
  readonly #context: FaultContext;
  readonly #candidates: readonly string[];
  #random: Random;

  /** @param candidates the nodes that a role may stand for; all when absent. */
  constructor(context: FaultContext, name: string, candidates = context.nodes) {
    this.#context = context;
    this.#candidates = candidates;
    this.#random = context.random.fork(name);
  }

  /** Looks the target up now; `recorded` is the moment for the record. */
  async choose(target: string): Promise<{ readonly node: string; readonly recorded: JsonObject }> {
    const moment = await momentOf(this.#context);
    const [node, random] = resolveTarget(target, moment, this.#candidates, this.#random);
    this.#random = random;
    return { node, recorded: moment.recorded };
  }
}
