import type { Power } from '../../harness/core/machine.js';
import { EnvironmentError } from '../../harness/core/errors.js';
import type { ContainerDisks } from '../disks/container-disks.js';
import type { Engine } from '../engine/engine.js';
import type { ContainerNode } from '../pool/container-node.js';
import { ENDED_LATE, END_ALL } from './scripts.js';

/** What the engine may take on top of the command itself. */
const ENGINE_MS = 10_000;
const COMMAND_MS = 20_000;

/** The power of nodes: their containers, killed and started. */
export class ContainerPower implements Power {
  readonly #engine: Engine;
  readonly #nodes: ReadonlyMap<string, ContainerNode>;
  readonly #disks: ContainerDisks | null;
  readonly #prepare: (node: ContainerNode) => Promise<void>;

  /**
   * @param disks where the nodes have disks of their own.
   * @param prepare gives a container that was just started what every start of it loses.
   */
  constructor(
    engine: Engine,
    nodes: readonly ContainerNode[],
    disks: ContainerDisks | null,
    prepare: (node: ContainerNode) => Promise<void>,
  ) {
    this.#engine = engine;
    this.#nodes = new Map(nodes.map((node) => [node.name, node]));
    this.#disks = disks;
    this.#prepare = prepare;
  }

  async cut(name: string, unsynced: 'kept' | 'lost'): Promise<void> {
    const node = this.#node(name);
    if (!(await this.on(name))) return;
    if (unsynced === 'lost' && this.#disks === null) {
      throw new RangeError(`${name} has no disk of its own, and cannot lose what was not synced`);
    }
    // Nobody may hear of a write that is then lost: the network goes first.
    await this.#unplug(node);
    if (unsynced === 'lost') await this.#disks?.lose(name);
    await this.#engine.killContainer(node.container);
  }

  async shutDown(name: string, timeout_ms: number): Promise<boolean> {
    const { container } = this.#node(name);
    if (!(await this.on(name))) return true;
    // Not by the node's own `exec`, whose bound is a process of the node, and would be told to end.
    const command = ['sh', '-c', END_ALL, 'sh', String(timeout_ms / 1000)];
    const ended = await this.#engine.exec(container, command, {
      timeout_ms: timeout_ms + ENGINE_MS,
    });
    if (ended.exitCode !== 0 && ended.exitCode !== ENDED_LATE) {
      throw refused(name, 'to end its processes', ended.stderr);
    }
    await this.#engine.killContainer(container);
    return ended.exitCode === 0;
  }

  async on(name: string): Promise<boolean> {
    const state = await this.#engine.containerState(this.#node(name).container);
    return state === 'running' || state === 'paused';
  }

  async start(name: string): Promise<void> {
    if (await this.on(name)) return;
    const node = this.#node(name);
    await this.#engine.startContainer(node.container);
    try {
      await this.#prepare(node);
    } catch (thrown) {
      // A node that is on counts as one that has all it needs.
      await this.#engine.killContainer(node.container).catch(() => undefined);
      throw thrown;
    }
  }

  /** From here on nothing gets out of a node, and nothing gets in. */
  async #unplug(node: ContainerNode): Promise<void> {
    const command = ['ip', 'link', 'set', 'eth0', 'down'];
    const unplugged = await node.exec(command, { timeout_ms: COMMAND_MS });
    if (unplugged.exitCode !== 0) throw refused(node.name, 'to be unplugged', unplugged.stderr);
  }

  #node(name: string): ContainerNode {
    const node = this.#nodes.get(name);
    if (node === undefined) throw new RangeError(`there is no node "${name}"`);
    return node;
  }
}

function refused(node: string, what: string, stderr: string): EnvironmentError {
  return new EnvironmentError({
    code: 'E_POWER',
    expected: `${node} ${what}`,
    actual: stderr.trim(),
    advice: "the node's image must have iproute2 and a shell, as every image of ours has",
  });
}
