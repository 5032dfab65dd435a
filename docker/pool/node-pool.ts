import { EnvironmentError, messageOf } from '../../harness/core/errors.js';
import type { NodePool, NodeRequest, NodeSet } from '../../harness/core/node.js';
import { ensureImage } from '../build/image.js';
import { ensureImageFrom, type ImageContext } from '../build/image-source.js';
import type { ImageSource } from '../../harness/core/programs.js';
import { PoolDisks } from '../disks/pool-disks.js';
import { removeThawed } from '../engine/remove-thawed.js';
import { allSettled } from '../../harness/core/settled.js';
import { claimSubnet } from '../network/claim-subnet.js';
import { type Limited, liftLimits } from '../machine/limits.js';
import { addressOf, type Subnet } from '../network/subnet.js';
import { ownLabels, RUN_LABEL } from '../owner/labels.js';
import type { ContainerNode } from './container-node.js';
import { nodeCapabilities } from './node-capabilities.js';
import { Pod, type PodSpec, type States } from './pod.js';
import type { PoolParts } from './pool-parts.js';
import { SANDBOX_IMAGE } from './sandbox.js';

const NAME = /^[a-z][a-z0-9-]{0,30}$/;

/** The pool of one command: one network, guarded, and the containers in it. */
export class ContainerPool implements NodePool {
  readonly #parts: PoolParts;
  readonly #subnet: Subnet;
  readonly #name: string;
  readonly #pods = new Map<string, Pod>();
  readonly #limited: Limited = { cpu: new Set(), memory: new Set() };
  readonly #disks: PoolDisks;
  readonly #numbers = new Map<string, number>();
  readonly #aliases = new Map<string, readonly string[]>();
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

  /** From which the clients on this machine reach the nodes. */
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
    this.#pods.clear();
    this.#disposed = true;
  }

  async #acquire(request: NodeRequest, signal: AbortSignal): Promise<NodeSet> {
    const { engine, clock, log } = this.#parts;
    this.#check(request);
    const context = this.#imageContext(signal);
    const images = {
      sandbox: await ensureImage(SANDBOX_IMAGE, context),
      store: request.image === undefined ? null : await ensureImageFrom(request.image, context),
    };
    signal.throwIfAborted();
    const start_ns = clock.now();
    const states = await this.#statesWithoutDisks();
    await this.#removeStale(images, states);
    for (const [index, name] of request.names.entries()) {
      this.#number(name);
      this.#aliases.set(name, request.aliases?.[index] ?? []);
    }
    signal.throwIfAborted();
    const kept = [...this.#pods.values()];
    const absent = request.names.filter((name) => !this.#pods.has(name));
    await allSettled([
      ...kept.map((pod) => this.#clean(pod, states)),
      ...absent.map((name) => this.#create(name, images)),
    ]);
    signal.throwIfAborted();
    log.info('nodes', { names: [...request.names], took_ns: clock.now() - start_ns });
    const wanted = request.names.map((name) => this.#pod(name).node);
    if (request.disks === true) {
      await allSettled(
        wanted.map((node) => this.#disks.give(node, `${this.#bridge()}-${node.name}`)),
      );
    }
    const capabilities = nodeCapabilities(wanted, {
      engine,
      clock,
      clientsAddress: this.clientsAddress(),
      limited: this.#limited,
      disks: request.disks === true ? this.#disks.byContainer : null,
      startAgain: (node) => this.#startAgain(node),
    });
    return { nodes: wanted, capabilities };
  }

  /** The states of the containers, once those that had disks of their own were ended. */
  async #statesWithoutDisks(): Promise<States> {
    const containers = await this.#parts.engine.containers(this.#filter());
    const states = new Map(containers.map(({ id, state }) => [id, state]));
    for (const id of await this.#disks.takeAll(states))
      if (states.has(id)) states.set(id, 'exited');
    return states;
  }

  /** Removes what is of another image, and the rest of what is not all there any more. */
  async #removeStale(images: PodSpec['images'], states: States): Promise<void> {
    const stale = [...this.#pods.values()].filter(
      ({ spec, containers }) =>
        containers.some((id) => !states.has(id)) ||
        spec.images.store !== images.store ||
        spec.images.sandbox !== images.sandbox,
    );
    await allSettled(stale.map((pod) => pod.remove(states)));
    for (const { spec } of stale) this.#pods.delete(spec.name);
  }

  /** Cleans a node, or makes it anew where it can't be cleaned. */
  async #clean(pod: Pod, states: States): Promise<void> {
    const { engine, log } = this.#parts;
    for (const id of pod.containers) await liftLimits(engine, this.#limited, id);
    const { stray } = await pod.clean(states, this.#hosts());
    if (stray === null) return;
    const { name, images } = pod.spec;
    log.info('a node was written to outside of its data folder', { name, path: stray });
    this.#pods.delete(name);
    await pod.remove(new Map());
    await this.#create(name, images);
  }

  async #startAgain({ name, container }: ContainerNode): Promise<void> {
    await this.#pod(name).startAgain(this.#hosts());
    await this.#disks.mount(container);
  }

  #pod(name: string): Pod {
    const pod = this.#pods.get(name);
    if (pod === undefined) throw new RangeError(`the pool has no node "${name}"`);
    return pod;
  }

  async #create(name: string, images: PodSpec['images']): Promise<void> {
    const { engine, clock, answers } = this.#parts;
    const parts = {
      engine,
      clock,
      answers,
      image: (source: ImageSource) => ensureImageFrom(source, this.#imageContext()),
    };
    const spec: PodSpec = {
      name,
      address: this.#address(name),
      images,
      network: this.#name,
      containerName: `${this.#name}-${name}`,
      labels: this.#labels(),
    };
    this.#pods.set(name, await Pod.create(parts, spec, this.#hosts()));
  }

  #imageContext(signal = new AbortController().signal): ImageContext {
    const { engine, progress, exclusively } = this.#parts;
    return { engine, progress, signal, exclusively };
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
    const nodes = [...this.#numbers.keys()].map((name) => {
      const names = [name, ...(this.#aliases.get(name) ?? [])];
      return `${this.#address(name)} ${names.join(' ')}\n`;
    });
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
