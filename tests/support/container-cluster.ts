import { createNodePool } from '../../docker/index.js';
import { sandboxOf } from '../../docker/testing/in-node.js';
import { systemClock } from '../../harness/core/clock.js';
import type { JsonObject } from '../../harness/core/json.js';
import { silentLog } from '../../harness/core/log.js';
import type { NemesisContext } from '../../harness/core/nemesis.js';
import { writeRolesOf } from '../../harness/core/write-roles.js';
import type { Node, NodePool } from '../../harness/core/node.js';
import { Random } from '../../harness/core/random.js';
import type { NodeNetwork } from '../../nodes/index.js';
import type { System, SystemDefinition } from '../../harness/core/system.js';

/** A store on real nodes, for engine tests; {@link ContainerCluster.stop} ends all of it. */
export class ContainerCluster {
  readonly clock = systemClock();
  acknowledged = 0;
  readonly #interrupt = new AbortController();
  readonly #pool: NodePool;
  #nodes: readonly Node[] = [];
  #system: System | null = null;
  #context: NemesisContext | null = null;

  private constructor(pool: NodePool) {
    this.#pool = pool;
  }

  /** A pool without nodes yet. */
  static async create(): Promise<ContainerCluster> {
    return new ContainerCluster(await createNodePool({ run: 'test' }));
  }

  get system(): System {
    if (this.#system === null) throw new Error('no system has been made');
    return this.#system;
  }

  get context(): NemesisContext {
    if (this.#context === null) throw new Error('no system has been made');
    return this.#context;
  }

  node(name: string): Node {
    const node = this.#nodes.find((one) => one.name === name);
    if (node === undefined) throw new Error(`there is no node ${name}`);
    return node;
  }

  /** Where the network of a node can be changed. */
  sandbox(name: string): NodeNetwork {
    return sandboxOf(this.node(name));
  }

  /** Clean nodes, and a system on them that has not been set up. */
  async make(
    definition: SystemDefinition,
    options: JsonObject = {},
    count = 3,
    capabilitiesNeeded: readonly string[] = [],
  ): Promise<System> {
    await this.#system?.teardown();
    const { clock } = this;
    const { signal } = this.#interrupt;
    const names = Array.from({ length: count }, (_, i) => `n${i + 1}`);
    const disks = capabilitiesNeeded.includes('disks');
    const source = definition.imageWith?.(options) ?? definition.image;
    const image = source === null ? {} : { image: source };
    const aliases = definition.aliases === undefined ? {} : { aliases: definition.aliases };
    const set = await this.#pool.acquire({ names, ...image, ...aliases, disks }, signal);
    const system = definition.create({
      nodes: set.nodes,
      options,
      clock,
      log: silentLog,
      signal,
      capabilitiesNeeded,
    });
    this.#nodes = set.nodes;
    this.#system = system;
    this.#context = {
      nodes: names,
      layout: definition.layout?.(options, names) ?? { data: names, watchers: [] },
      writeRoles: writeRolesOf(definition),
      capabilities: { ...set.capabilities, ...system.capabilities },
      clock,
      random: Random.fromSeed(1),
      log: silentLog,
      signal,
      health: () => system.health(),
      roles: () => system.roles(),
      acknowledged: () => this.acknowledged,
    };
    return system;
  }

  async stop(): Promise<void> {
    await this.#system?.teardown();
    await this.#pool.dispose();
  }
}
