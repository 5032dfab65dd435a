import type { Clock } from '../../harness/core/clock.js';
import type { Log } from '../../harness/core/log.js';
import { EnvironmentError, messageOf } from '../../harness/core/errors.js';
import type { NodePool, NodeRequest, NodeSet } from '../../harness/core/node.js';
import { ensureImage } from '../build/image.js';
import { type DiskParts, PoolDisks } from '../disks/pool-disks.js';
import type { Engine, Progress } from '../engine/engine.js';
import { removeThawed } from '../engine/remove-thawed.js';
import { allSettled } from '../../harness/core/settled.js';
import { claimSubnet } from '../network/claim-subnet.js';
import { type Limited, liftLimits } from '../machine/limits.js';
import type { Routes } from '../network/routes.js';
import { addressOf, type Subnet } from '../network/subnet.js';
import type { Claims } from '../owner/claim.js';
import type { Exclusively } from '../owner/turn.js';
import { ownLabels, RUN_LABEL } from '../owner/labels.js';
import type { ContainerNode } from './container-node.js';
import { nodeCapabilities } from './node-capabilities.js';
import {
  cleanNode,
  createNodeContainer,
  type NodeContainer,
  type NodeState,
  prepareNode,
} from './container.js';

/** What a pool works with; `createNodePool` in index.ts fills in the machine's own. */
export interface PoolParts {
  readonly engine: Engine;
  readonly routes: Routes;
  readonly claims: Claims;
  readonly clock: Clock;
  readonly log: Log;
  readonly progress: Progress;
  readonly exclusively: Exclusively;
  readonly owner: string;
  readonly run: string;
  readonly subnet?: string;
  readonly diskAt: DiskParts['diskAt'];
  /** Where the files of disks lie. */
  readonly diskFolder: string;
}

const NAME = /^[a-z][a-z0-9-]{0,30}$/;

/** The pool of one command: one network, guarded, and the containers in it. */
export class ContainerPool implements NodePool {
  readonly #parts: PoolParts;
  readonly #subnet: Subnet;
  readonly #name: string;
  readonly #containers = new Map<string, NodeContainer>();
  readonly #limited: Limited = { cpu: new Set(), memory: new Set() };
  readonly #disks: PoolDisks;
  readonly #numbers = new Map<string, number>();
  #acquiring: Promise<unknown> = Promise.resolve();
  #disposed = false;

  private constructor(parts: PoolParts, subnet: Subnet) {
    this.#parts = parts;
    this.#subnet = subnet;
    this.#name = `faultline-${subnet.first.toString(16)}`;
    const { engine, diskAt, diskFolder: folder } = parts;
    this.#disks = new PoolDisks({ engine, diskAt, folder });
  }

  /** Takes a subnet, guards it, and makes its network; undoes it all where that fails. */
  static async create(parts: PoolParts): Promise<ContainerPool> {
    const { engine, routes, claims } = parts;
    const subnet = await claimSubnet(parts, engine, routes, claims);
    const pool = new ContainerPool(parts, subnet);
    try {
      await routes.addGuard(subnet.cidr);
      await engine.createNetwork({
        name: pool.#name,
        bridge: pool.#bridge(),
        subnet: subnet.cidr,
        gateway: pool.clientsAddress(),
        labels: pool.#labels(),
      });
    } catch (thrown) {
      await pool.dispose().catch((also: unknown) => {
        parts.log.warn('a pool that could not be made is not all removed', {
          reason: messageOf(also),
        });
      });
      throw thrown;
    }
    parts.log.info('pool', { subnet: subnet.cidr, run: pool.#run() });
    return pool;
  }

  clientsAddress(): string {
    return addressOf(this.#subnet, 1);
  }

  acquire(request: NodeRequest, signal: AbortSignal): Promise<NodeSet> {
    const acquired = this.#acquire(request, signal);
    this.#acquiring = acquired.catch(() => undefined);
    return acquired;
  }

  async dispose(): Promise<void> {
    // What is still being made would escape.
    await this.#acquiring;
    if (this.#disposed) return;
    const { engine, routes, claims } = this.#parts;
    const failures: string[] = [];
    const attempt = async (what: string, work: () => Promise<void>): Promise<void> => {
      try {
        await work();
      } catch (thrown) {
        failures.push(`${what}: ${messageOf(thrown).replaceAll('\n', ' ')}`);
      }
    };
    await attempt('containers', async () => {
      const containers = await engine.containers(this.#filter());
      await Promise.all(
        containers.map(({ id, name, state }) =>
          attempt(`container ${name}`, () => removeThawed(engine, id, state)),
        ),
      );
    });
    for (const id of this.#disks.byContainer.keys()) {
      await attempt('disks', () => this.#disks.take(id));
    }
    await attempt('networks', async () => {
      const networks = await engine.networks();
      for (const network of networks) {
        if (network.labels[RUN_LABEL] === this.#run()) await engine.removeNetwork(network.id);
      }
    });
    // While anything of the network may be left, its guard and its claim stay, for `clean`.
    if (failures.length === 0) {
      await attempt('guard', () => routes.removeGuard(this.#subnet.cidr));
      await attempt('claim', () => claims.release(this.#subnet.cidr));
    }
    if (failures.length > 0) {
      throw new EnvironmentError({
        code: 'E_DISPOSE',
        expected: `all of run ${this.#run()} to be removed`,
        actual: failures.join('\n      '),
        advice: 'run `faultline clean` once the engine answers again',
      });
    }
    this.#containers.clear();
    this.#disposed = true;
  }

  async #acquire(request: NodeRequest, signal: AbortSignal): Promise<NodeSet> {
    const { engine, clock, progress, log, exclusively } = this.#parts;
    this.#check(request);
    const image = await ensureImage(request.image ?? '', { engine, progress, signal, exclusively });
    signal.throwIfAborted();
    const start_ns = clock.now();
    const states = await this.#statesWithoutDisks();
    await this.#removeStale(image, states);
    for (const name of request.names) this.#number(name);
    signal.throwIfAborted();
    const absent = request.names.filter((name) => !this.#containers.has(name));
    await allSettled(absent.map((name) => this.#create(name, image)));
    signal.throwIfAborted();
    const nodes = await allSettled(
      [...this.#containers.values()].map((container) =>
        this.#clean(container, states.get(container.id) ?? 'other'),
      ),
    );
    signal.throwIfAborted();
    log.info('nodes', { names: [...request.names], took_ns: clock.now() - start_ns });
    const wanted = request.names.flatMap((name) => nodes.filter((node) => node.name === name));
    if (request.disks === true) {
      await allSettled(
        wanted.map(({ container, name }) =>
          this.#disks.give(container, `${this.#bridge()}-${name}`),
        ),
      );
    }
    const capabilities = nodeCapabilities(wanted, {
      engine,
      clock,
      clientsAddress: this.clientsAddress(),
      limited: this.#limited,
      disks: request.disks === true ? this.#disks.byContainer : null,
      prepare: (node) => this.#prepare(node),
    });
    return { nodes: wanted, capabilities };
  }

  /** The states of the nodes, once those that had disks of their own were ended. */
  async #statesWithoutDisks(): Promise<ReadonlyMap<string, NodeState>> {
    const states = await this.#states();
    const ended = await this.#disks.takeAll(states);
    return new Map([...states].map(([id, state]) => [id, ended.has(id) ? 'other' : state]));
  }

  async #states(): Promise<ReadonlyMap<string, NodeState>> {
    const containers = await this.#parts.engine.containers(this.#filter());
    return new Map(
      containers.map(({ id, state }) => [
        id,
        state === 'running' || state === 'paused' ? state : 'other',
      ]),
    );
  }

  /** Forgets what is no longer there, and removes what is of another image. */
  async #removeStale(image: string, states: ReadonlyMap<string, NodeState>): Promise<void> {
    const stale = [...this.#containers.values()].filter(
      ({ id, spec }) => !states.has(id) || spec.image !== image,
    );
    const { engine } = this.#parts;
    await allSettled(stale.map(({ id }) => removeThawed(engine, id, states.get(id) ?? 'other')));
    for (const { spec } of stale) this.#containers.delete(spec.name);
  }

  /** Cleans a node, or makes it anew where it can't be cleaned. */
  async #clean(container: NodeContainer, state: NodeState): Promise<ContainerNode> {
    const { engine, clock, log } = this.#parts;
    const hosts = this.#hosts();
    await liftLimits(engine, this.#limited, container.id);
    const first = await cleanNode(engine, clock, container, state, hosts);
    if (first.clean) return first.node;
    const { name, image } = container.spec;
    log.info('a node was written to outside of its data folder', { name, path: first.stray });
    this.#containers.delete(name);
    await engine.removeContainer(container.id);
    const second = await cleanNode(engine, clock, await this.#create(name, image), 'other', hosts);
    if (second.clean) return second.node;
    throw new Error(`${name} is not clean at its first start: ${second.stray} is newer than it`);
  }

  async #prepare({ name }: ContainerNode): Promise<void> {
    const container = this.#containers.get(name);
    if (container === undefined) throw new RangeError(`the pool has no node "${name}"`);
    await this.#disks.mount(container.id);
    await prepareNode(this.#parts.engine, container, this.#hosts());
  }

  async #create(name: string, image: string): Promise<NodeContainer> {
    const container = await createNodeContainer(this.#parts.engine, {
      name,
      address: this.#address(name),
      image,
      network: this.#name,
      containerName: `${this.#name}-${name}`,
      labels: this.#labels(),
    });
    this.#containers.set(name, container);
    return container;
  }

  #bridge(): string {
    return `fl-${this.#subnet.first.toString(16)}`;
  }

  #run(): string {
    return `${this.#parts.run}-${this.#subnet.first.toString(16)}`;
  }

  #filter(): string {
    return `${RUN_LABEL}=${this.#run()}`;
  }

  #labels(): Readonly<Record<string, string>> {
    return ownLabels(this.#run(), this.#parts.owner);
  }

  // A name keeps its address for the life of the pool.
  #number(name: string): number {
    const number = this.#numbers.get(name) ?? this.#numbers.size;
    this.#numbers.set(name, number);
    return number;
  }

  #address(name: string): string {
    return addressOf(this.#subnet, 2 + this.#number(name));
  }

  #hosts(): string {
    const nodes = [...this.#numbers.keys()].map((name) => `${this.#address(name)} ${name}\n`);
    return `127.0.0.1 localhost\n${nodes.join('')}`;
  }

  #check(request: NodeRequest): void {
    const bad = request.names.find((name) => !NAME.test(name));
    const twice = new Set(request.names).size !== request.names.length;
    if (!this.#disposed && bad === undefined && !twice && request.names.length > 0) return;
    throw new EnvironmentError({
      code: 'E_NODE_REQUEST',
      expected: 'a living pool, and distinct node names such as n1',
      actual: this.#disposed ? 'the pool was disposed' : `names: ${request.names.join(', ')}`,
      advice: 'make a new pool, or give other names',
    });
  }
}
