import type { Grudge } from '../../harness/core/capabilities.js';
import type { ActiveFault, Fault, FaultContext } from '../../harness/core/fault.js';
import type { Json } from '../../harness/core/json.js';
import type { FaultRecord } from '../../harness/core/schedule.js';
import { offered } from '../capability.js';
import { momentFor, momentOf, needsPrimary, resolveTarget } from '../target.js';
import { checkedNoValue } from '../value.js';
import { union } from './grudges/grudge.js';
import { proveCut, proveOpen } from './partition-proof.js';
import { cutsClients, partitionIntent } from './partition-value.js';

const START = 'start-partition';
const STOP = 'stop-partition';

class ActivePartition implements ActiveFault {
  readonly #context: FaultContext;
  #random: FaultContext['random'];
  /** All that is cut now; `null` when nothing is. */
  #drops: Grudge | null = null;

  constructor(context: FaultContext) {
    this.#context = context;
    this.#random = context.random.fork('partition');
  }

  async invoke(f: string, value: Json | undefined): Promise<FaultRecord> {
    return f === START ? this.#start(value) : this.#stop();
  }

  async heal(): Promise<FaultRecord | null> {
    return this.#drops === null ? null : this.#stop();
  }

  async #start(value: Json | undefined): Promise<FaultRecord> {
    const { nodes, capabilities } = this.#context;
    const links = offered(capabilities, 'links');
    const intent = partitionIntent(value, nodes);
    const { kind, target, direction } = intent;
    const moment = await (target === null
      ? momentOf(this.#context)
      : momentFor(target, this.#context));
    const [node, drawn] =
      target === null ? ['', this.#random] : resolveTarget(target, moment, nodes, this.#random);
    const [partition, random] = kind.make({ nodes, node, direction, random: drawn });
    this.#random = random;
    const before = await links.discarded();
    // From here on there is something to heal, even if the cut itself fails half way.
    this.#drops = union(this.#drops ?? {}, partition.drops);
    await links.cut(partition.drops, intent.method);
    return {
      effect: {
        ...moment.recorded,
        isolated: partition.isolated,
        drops: partition.drops,
        method: intent.method,
      },
      proof: await proveCut(links, nodes, this.#drops, before),
    };
  }

  async #stop(): Promise<FaultRecord> {
    const { nodes, capabilities } = this.#context;
    const links = offered(capabilities, 'links');
    const healed = this.#drops ?? {};
    await links.heal();
    this.#drops = null;
    return { effect: { healed }, proof: await proveOpen(links, nodes) };
  }
}

/** Cuts links between nodes, and between nodes and clients. */
export const partition: Fault = {
  name: 'partition',
  summary: 'cuts links between nodes, or between nodes and clients, both ways or one way',
  provenBy: 'probes between all endpoints, and counters of discarded packets',
  needs: ['links'],
  fs: [START, STOP],
  overlap: (f, value) => ({
    disturbs: f === START && cutsClients(value) ? ['links', 'reach'] : ['links'],
    relies: ['node', 'links', 'reach'],
  }),
  validate(f, value, nodes) {
    if (f === START) partitionIntent(value, nodes);
    else checkedNoValue(f, value);
  },
  alsoNeeds(f, value, nodes) {
    const target = f === START ? partitionIntent(value, nodes).target : null;
    return target !== null && needsPrimary(target) ? ['primaries'] : [];
  },
  create: (context) => new ActivePartition(context),
};
