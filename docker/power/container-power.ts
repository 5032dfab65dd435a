import type { Power } from '../../harness/core/machine.js';
import { EnvironmentError } from '../../harness/core/errors.js';
import { allSettled } from '../../harness/core/settled.js';
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
  readonly #startAgain: (node: ContainerNode) => Promise<void>;

  /**
   * @param disks where the nodes have disks of their own.
   * @param startAgain starts the containers of a node that is off.
   */
  constructor(
    engine: Engine,
    nodes: readonly ContainerNode[],
    disks: ContainerDisks | null,
    startAgain: (node: ContainerNode) => Promise<void>,
  ) {
    this.#engine = engine;
    this.#nodes = new Map(nodes.map((node) => [node.name, node]));
    this.#disks = disks;
    this.#startAgain = startAgain;
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
    await this.#end(node);
  }

  async shutDown(name: string, timeout_ms: number): Promise<boolean> {
    const node = this.#node(name);
    if (!(await this.on(name))) return true;
    const ended = await allSettled([
      this.#endProcesses(node, timeout_ms),
      node.programs.end(timeout_ms),
    ]);
    await this.#end(node);
    return ended.every((all) => all);
  }

  async on(name: string): Promise<boolean> {
    const state = await this.#engine.containerState(this.#node(name).sandbox.container);
    return state === 'running' || state === 'paused';
  }

  async start(name: string): Promise<void> {
    if (await this.on(name)) return;
    const node = this.#node(name);
    try {
      await this.#startAgain(node);
    } catch (thrown) {
      // A node that is on counts as one that has all it needs.
      await this.#end(node).catch(() => undefined);
      throw thrown;
    }
  }

  /** Tells the processes of the store's container to end; whether they have within the bound. */
  async #endProcesses({ name, container }: ContainerNode, timeout_ms: number): Promise<boolean> {
    // Not by the node's own `exec`, whose bound is a process of the node, and would be told to end.
    const command = ['sh', '-c', END_ALL, 'sh', String(timeout_ms / 1000)];
    const { exitCode, stderr } = await this.#engine.exec(container, command, {
      timeout_ms: timeout_ms + ENGINE_MS,
    });
    if (exitCode === 0 || exitCode === ENDED_LATE) return exitCode === 0;
    throw refused(name, 'to end its processes', stderr);
  }

  async #end({ containers }: ContainerNode): Promise<void> {
    await allSettled(containers.map((id) => this.#engine.killContainer(id)));
  }

  /** From here on nothing gets out of a node, and nothing gets in. */
  async #unplug(node: ContainerNode): Promise<void> {
    const command = ['ip', 'link', 'set', 'eth0', 'down'];
    const unplugged = await node.sandbox.exec(command, { timeout_ms: COMMAND_MS });
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
    advice: "the store's image must have a shell",
  });
}
