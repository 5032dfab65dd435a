import { type Clock, sleep } from '../../harness/core/clock.js';
import { endsRun, EnvironmentError, messageOf } from '../../harness/core/errors.js';
import type { ImageSource } from '../../harness/core/programs.js';
import { allSettled } from '../../harness/core/settled.js';
import type { ContainerInfo, Engine, Labels } from '../engine/engine.js';
import { removeThawed } from '../engine/remove-thawed.js';
import { ContainerPrograms } from '../programs/container-programs.js';
import { ContainerNode } from './container-node.js';
import { PREPARE_SCRIPT } from './prepare.js';
import { KILL_OTHERS, RESET_SCRIPT, STRAY } from './reset.js';
import { Sandbox, sandboxSpec } from './sandbox.js';
import { storeSpec } from './store-container.js';
import { NODE_UNREACHABLE, unreachable } from './unreachable.js';

const SCRIPT_MS = 20_000;
/** How long a node that was just started may take until it answers. */
const ANSWER_MS = 10_000;
const TRY_MS = 1000;
const TRY_EVERY_MS = 10;
const LOG_LINES = 20;
/** What the name of the store's container ends with. */
const STORE = 'store';

/** What makes the containers of a node. */
export interface PodSpec {
  readonly name: string;
  readonly address: string;
  /** Tags of the images; the store has none where the node is to run programs. */
  readonly images: { readonly sandbox: string; readonly store: string | null };
  readonly network: string;
  /** Of the sandbox' container, unique on the engine; the others' begin with it. */
  readonly containerName: string;
  readonly labels: Labels;
}

/** What pods are made with. */
export interface PodParts {
  readonly engine: Engine;
  readonly clock: Clock;
  /** Whether the first process of a node answers on the probe port within the bound. */
  readonly answers: (address: string, timeout_ms: number) => Promise<boolean>;
  /** The name of an image that is there, for a program. */
  readonly image: (source: ImageSource) => Promise<string>;
}

/** By the ids of containers. */
export type States = ReadonlyMap<string, ContainerInfo['state']>;

/** The containers of one node: its sandbox, and the store's in the sandbox' network. */
export class Pod {
  readonly spec: PodSpec;
  readonly node: ContainerNode;
  readonly #parts: PodParts;
  readonly #sandbox: string;
  readonly #store: string | null;
  /** Content of /etc/hosts with which the sandbox was made, and which it has now. */
  readonly #firstHosts: string;
  #hosts: string;

  private constructor(
    parts: PodParts,
    spec: PodSpec,
    sandbox: string,
    store: string | null,
    hosts: string,
  ) {
    const { engine, clock } = parts;
    this.#parts = parts;
    this.spec = spec;
    this.#sandbox = sandbox;
    this.#store = store;
    this.#firstHosts = hosts;
    this.#hosts = hosts;
    const { name, address, containerName, labels } = spec;
    const { image } = parts;
    this.node = new ContainerNode(
      engine,
      clock,
      new Sandbox(engine, clock, sandbox, name, address),
      store,
      new ContainerPrograms({
        engine,
        clock,
        node: name,
        sandbox,
        containerName,
        reserved: store === null ? null : STORE,
        labels,
        image,
      }),
    );
  }

  /**
   * Makes and starts the containers of a node; removes them again where that fails.
   * @throws EnvironmentError `E_NODE_START` with the tail of the container's log.
   */
  static async create(parts: PodParts, spec: PodSpec, hosts: string): Promise<Pod> {
    const { engine } = parts;
    const made: string[] = [];
    const make = async (container: Parameters<Engine['createContainer']>[0]): Promise<string> => {
      const id = await engine.createContainer(container);
      made.push(id);
      return id;
    };
    try {
      const { name: hostname, address, network, images, containerName, labels } = spec;
      const place = { hostname, address, network };
      const sandbox = await make(sandboxSpec(images.sandbox, containerName, place, hosts, labels));
      const [store] = await allSettled([
        images.store === null
          ? Promise.resolve(null)
          : make(storeSpec(images.store, `${containerName}-${STORE}`, sandbox, labels)),
        engine.startContainer(sandbox).then(() => null),
      ]);
      const pod = new Pod(parts, spec, sandbox, store ?? null, hosts);
      if (store !== null && store !== undefined) await engine.startContainer(store);
      await pod.#answered();
      return pod;
    } catch (thrown) {
      const error = await startError(engine, spec, made, thrown);
      await Promise.allSettled(made.reverse().map((id) => engine.removeContainer(id)));
      throw error;
    }
  }

  /** Ids of its containers, the sandbox last. */
  get containers(): readonly string[] {
    return this.node.containers;
  }

  async remove(states: States): Promise<void> {
    const { engine } = this.#parts;
    await allSettled(
      this.containers.map((id) => removeThawed(engine, id, states.get(id) ?? 'other')),
    );
  }

  /**
   * Brings a node to the state of a new one, whatever state it is in: stopped by the engine's death
   * or its own, frozen, or used by a run. Gives the place where a system wrote to what can't be
   * wiped; the node must then be made anew.
   * @throws EnvironmentError `E_NODE_START` with the tail of the container's log.
   */
  async clean(states: States, hosts: string): Promise<{ readonly stray: string | null }> {
    const { engine } = this.#parts;
    try {
      await this.node.programs.removeAll(states);
      await allSettled(
        this.containers
          .filter((id) => states.get(id) === 'paused')
          .map((id) => engine.unpauseContainer(id)),
      );
      const runs = (id: string): boolean => /^(?:running|paused)$/.test(states.get(id) ?? '');
      await this.#start(runs);
      // A sandbox alone is reset first: what prepares it would be killed.
      if (this.#store === null) await this.#reset();
      const [stray = null] = await allSettled([
        this.#store === null ? Promise.resolve(null) : this.#reset(),
        this.#prepare(hosts).then(() => null),
      ]);
      return { stray };
    } catch (thrown) {
      throw await startError(engine, this.spec, this.containers, thrown);
    }
  }

  /**
   * Starts a node whose containers were all ended; its network is prepared, and empty.
   * @throws EnvironmentError `E_NODE_START` with the tail of the container's log.
   */
  async startAgain(hosts: string): Promise<void> {
    try {
      await this.#start(() => false);
      await this.#prepare(hosts);
    } catch (thrown) {
      throw await startError(this.#parts.engine, this.spec, this.containers, thrown);
    }
  }

  async #start(runs: (id: string) => boolean): Promise<void> {
    const { engine } = this.#parts;
    const store = this.#store;
    const again = !runs(this.#sandbox);
    if (again) {
      // It would go on in a network that nobody reaches.
      if (store !== null && runs(store)) await engine.killContainer(store);
      await engine.startContainer(this.#sandbox);
    }
    if (store !== null && (again || !runs(store))) await engine.startContainer(store);
    if (!again) return;
    await this.#answered();
    this.#hosts = this.#firstHosts;
    this.node.sandbox.touched = false;
  }

  /** Waits until the sandbox has prepared its network and answers. */
  async #answered(): Promise<void> {
    const { engine, clock, answers } = this.#parts;
    const end_ns = clock.now() + ANSWER_MS * 1e6;
    while (!(await answers(this.spec.address, TRY_MS))) {
      const state = await engine.containerState(this.#sandbox);
      if (state !== 'running') throw new Error(`its sandbox ended by itself: ${state}`);
      if (clock.now() > end_ns) {
        throw unreachable(engine.address, this.spec);
      }
      await sleep(clock, TRY_EVERY_MS);
    }
  }

  /** Resets the store's container; the path of what can't be wiped. */
  async #reset(): Promise<string | null> {
    const { exitCode, stdout } = await this.#script(this.node.container, RESET_SCRIPT, [], STRAY);
    return exitCode === STRAY ? stdout.trim() : null;
  }

  /** Makes the network of the sandbox as new, where anything was done to it. */
  async #prepare(hosts: string): Promise<void> {
    const { sandbox } = this.node;
    if (this.#store !== null && !sandbox.touched && this.#hosts === hosts) return;
    await this.#script(this.#sandbox, `${KILL_OTHERS}\n${PREPARE_SCRIPT}`, [hosts]);
    this.#hosts = hosts;
    sandbox.touched = false;
  }

  /** @throws Error where the script ends with anything but 0 or an exit code that is expected. */
  async #script(id: string, script: string, parameters: readonly string[], expected?: number) {
    const command = ['sh', '-c', script, 'sh', ...parameters];
    const result = await this.#parts.engine.exec(id, command, { timeout_ms: SCRIPT_MS });
    if (result.exitCode === 0 || result.exitCode === expected) return result;
    const output = `${result.stderr}${result.stdout}`.trim();
    throw new Error(`its preparation ended with ${String(result.exitCode)}: ${output}`);
  }
}

async function startError(
  engine: Engine,
  { name, images }: PodSpec,
  containers: readonly string[],
  cause: unknown,
): Promise<unknown> {
  const unreached = cause instanceof EnvironmentError && cause.code === NODE_UNREACHABLE;
  if (unreached || endsRun(cause)) return cause;
  const logs = await Promise.all(
    containers.map((id) =>
      engine
        .containerLog(id, LOG_LINES)
        .catch((thrown: unknown) => `(not to be had: ${messageOf(thrown)})`),
    ),
  );
  const log = logs.join('').trim();
  const why = cause instanceof EnvironmentError ? cause.actual : messageOf(cause);
  return new EnvironmentError({
    code: 'E_NODE_START',
    expected: `node ${name} (image ${images.store ?? images.sandbox}) to start`,
    actual: `${why}\n  the last lines of its log:\n    ${(log === '' ? '(empty)' : log).replaceAll('\n', '\n    ')}`,
    advice: 'run `faultline doctor`; if the image is at fault, mend its Dockerfile and try again',
    cause,
  });
}
