import type { Grudge } from '../../harness/core/capabilities.js';
import type { ActiveFault, Fault, FaultContext, Sighting } from '../../harness/core/fault.js';
import type { Json } from '../../harness/core/json.js';
import type { FaultRecord } from '../../harness/core/schedule.js';
import { offered } from '../../harness/core/capability.js';
import { cutAccount } from './cut-account.js';
import { union } from './grudges/grudge.js';
import { PartitionChoice } from './partition-choice.js';
import { lookCut } from './partition-look.js';
import { partitionOverlap, partitionPlanning } from './partition-planning.js';
import { proveCut, proveOpen } from './partition-proof.js';
import { partitionIntent, partitionSchema, partitionValue } from './partition-value.js';

const START = 'start-partition';

class ActivePartition implements ActiveFault {
  readonly #context: FaultContext;
  readonly #choice: PartitionChoice;
  /** All that is cut now; `null` when nothing is. */
  #drops: Grudge | null = null;

  constructor(context: FaultContext) {
    this.#context = context;
    this.#choice = new PartitionChoice(context, 'partition');
  }

  async invoke(f: string, value: Json | undefined): Promise<FaultRecord> {
    return f === START ? this.#start(value) : this.#stop();
  }

  async heal(): Promise<FaultRecord | null> {
    return this.#drops === null ? null : this.#stop();
  }

  async look(thorough: boolean): Promise<readonly Sighting[]> {
    const links = offered(this.#context.capabilities, 'links');
    return lookCut(links, this.#drops ?? {}, thorough);
  }

  async #start(value: Json | undefined): Promise<FaultRecord> {
    const { nodes, capabilities } = this.#context;
    const links = offered(capabilities, 'links');
    const intent = partitionIntent(START, partitionValue(START, value), nodes);
    const { partition, recorded } = await this.#choice.choose(intent);
    const before = await links.discarded();
    // From here on there is something to heal, even if the cut itself fails half way.
    this.#drops = union(this.#drops ?? {}, partition.drops);
    await links.cut(partition.drops, intent.method);
    return {
      effect: {
        ...recorded,
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
  presets: [
    {
      name: 'partition-primary',
      summary: 'the primary cut off from the other nodes; clients still reach all of them',
      values: [{ grudge: 'primary-from-nodes' }],
      mixes: ['mix', 'everything'],
    },
    {
      name: 'partition-primary-and-clients',
      summary: 'the primary and all clients together cut off from the other nodes',
      values: [{ grudge: 'together', targets: ['primary', 'clients'] }],
      mixes: ['mix', 'everything'],
    },
    {
      name: 'partition-primary-alone',
      summary: 'the primary cut off from the other nodes and from all clients',
      values: [{ grudge: 'primary' }],
      mixes: ['mix', 'everything'],
    },
    {
      name: 'partition-one-node',
      summary: 'one node, chosen at random, cut off from the others',
      values: [{ grudge: 'one-node' }],
      mixes: ['mix', 'everything'],
    },
    {
      name: 'partition-halves',
      summary: 'a minority and a majority, chosen at random, cut off from each other',
      values: [{ grudge: 'random-halves' }],
      mixes: ['mix', 'everything'],
    },
    {
      name: 'partition-one-way',
      summary: 'one node, chosen at random, no longer hears the others, but is heard',
      values: [{ grudge: 'one-node', direction: 'in' }],
      mixes: ['mix', 'everything'],
    },
    {
      name: 'partition-each-primary',
      summary: 'every node that calls itself primary cut off from all other nodes',
      values: [{ grudge: 'each-primary-alone' }],
      mixes: ['mix', 'everything'],
    },
    {
      name: 'partition-primary-pair',
      summary: 'the primary with one replica and the clients cut off from the other nodes',
      values: [{ grudge: 'together', targets: ['primary', 'replica', 'clients'] }],
      mixes: ['mix', 'everything'],
    },
    {
      name: 'partition-watchers',
      summary: 'the nodes with data cut off from those that only watch them',
      values: [{ grudge: 'data-from-watchers' }],
      mixes: ['mix', 'everything'],
    },
  ],
  ...partitionPlanning('partition', partitionSchema),
  // A node that freezes, or loses its power, is as cut off when it is back.
  overlap: partitionOverlap('partition', partitionSchema, ['node', 'links', 'reach']),
  account: (f, effect) => cutAccount(f, effect),
  create: (context) => new ActivePartition(context),
};
