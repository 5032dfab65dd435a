import { EnvironmentError } from '../../harness/core/errors.js';
import type { FaultContext } from '../../harness/core/fault.js';
import type { JsonObject } from '../../harness/core/json.js';
import { CLIENTS } from '../../harness/core/node.js';
import {
  type Moment,
  momentFor,
  momentWith,
  needsPrimary,
  resolveTarget,
} from '../frames/target.js';
import type { Partition } from './grudges/grudge.js';
import type { PartitionIntent } from './partition-value.js';

/** The partitions that intents stand for, one draw after the other. */
export class PartitionChoice {
  readonly #context: FaultContext;
  #random: FaultContext['random'];

  constructor(context: FaultContext, name: string) {
    this.#context = context;
    this.#random = context.random.fork(name);
  }

  /**
   * Looks up now who is meant; `recorded` is the moment for the record.
   * @throws EnvironmentError when no node holds the role, or the roles leave too few members.
   */
  async choose(
    intent: PartitionIntent,
  ): Promise<{ readonly partition: Partition; readonly recorded: JsonObject }> {
    const { nodes, layout } = this.#context;
    const { kind, target, targets, direction } = intent;
    const moment = await this.#moment(intent);
    const node = target === null ? '' : this.#resolve(target, moment, nodes);
    const members = this.#members(targets, moment);
    if (members.length < (kind.leastTargets ?? 0)) throw tooFew(targets, members);
    const claimants = kind.ofClaimants === true ? claimantsOf(moment) : [];
    const [partition, random] = kind.make({
      nodes,
      layout,
      node,
      members,
      claimants,
      direction,
      random: this.#random,
    });
    this.#random = random;
    return { partition, recorded: moment.recorded };
  }

  #moment({ kind, target, targets }: PartitionIntent): Promise<Moment> {
    if (kind.ofClaimants === true) {
      return momentWith(this.#context, ({ claimants }) => claimants.length > 0);
    }
    return momentFor([...targets].find(needsPrimary) ?? target ?? '', this.#context);
  }

  /** Those that are named first, then roles: a role stands for a node that is not yet in the set. */
  #members(targets: readonly string[], moment: Moment): readonly string[] {
    const { nodes } = this.#context;
    const members = targets.filter((one) => one === CLIENTS || nodes.includes(one));
    const roles = targets.filter((one) => !members.includes(one));
    if (roles.includes('primary')) {
      const primary = this.#resolve('primary', moment, nodes);
      if (!members.includes(primary)) members.push(primary);
    }
    for (const role of roles
      .filter((one) => one !== 'primary')
      .toSorted()
      .toReversed()) {
      const left = nodes.filter((node) => !members.includes(node));
      members.push(this.#resolve(role, moment, left));
    }
    return members;
  }

  #resolve(target: string, moment: Moment, nodes: readonly string[]): string {
    const [node, random] = resolveTarget(target, moment, nodes, this.#random);
    this.#random = random;
    return node;
  }
}

/** Of a node that is named, and holds a role that is named too. */
function tooFew(targets: readonly string[], members: readonly string[]): EnvironmentError {
  return new EnvironmentError({
    code: 'E_FAULT_TARGET',
    expected: `${targets.join(' and ')} to be different nodes when the fault begins`,
    actual: `they all are ${members.join(', ')}`,
    advice: 'name a role that the named node does not hold, such as "any" or "replica"',
  });
}

/** @throws EnvironmentError when no node calls itself primary. */
function claimantsOf({ claimants, recorded }: Moment): readonly string[] {
  if (claimants.length > 0) return claimants;
  throw new EnvironmentError({
    code: 'E_FAULT_TARGET',
    expected: 'a node that calls itself primary when the fault begins',
    actual: `there is none: ${JSON.stringify(recorded['roles'])}`,
    advice: 'see why the store has no primary, and let the schedule await one before this fault',
  });
}
