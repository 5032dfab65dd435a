import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getSystemErrorName } from 'node:util';
import type { Disks, SyncedWrites } from '../../harness/core/storage.js';
import { DATA_FOLDER } from '../../harness/core/node.js';
import { allSettled } from '../../harness/core/settled.js';
import type { Engine } from '../engine/engine.js';
import type { ContainerNode } from '../pool/container-node.js';
import type { DataFolders } from '../programs/data-folders.js';
import type { Disk } from './disk.js';
import { diskError, onHost } from './host-command.js';
import { prepareMark, readMark, writeMark } from './marks.js';
import { FILL, FREE, SHUT_DOWN, WRITE_SYNCED } from './scripts.js';
import { limitWrites, readWriteLimit } from './write-limit.js';

/** A slow disk takes its time. */
const COMMAND_MS = 60_000;

/** What a script of synced writes prints. */
export function syncedWritesIn(printed: string): SyncedWrites {
  const [done = Number.NaN, elapsed_s = Number.NaN, error = Number.NaN] = printed
    .split(' ')
    .map(Number);
  return {
    done,
    error: error === 0 ? null : getSystemErrorName(-error),
    elapsed_ms: elapsed_s * 1000,
  };
}

/** The disks of nodes, acted upon from within the nodes and from this machine. */
export class ContainerDisks implements Disks {
  readonly #engine: Engine;
  readonly #nodes: ReadonlyMap<string, ContainerNode>;
  /** By the ids of their containers. */
  readonly #disks: ReadonlyMap<string, Disk>;

  constructor(engine: Engine, nodes: readonly ContainerNode[], disks: ReadonlyMap<string, Disk>) {
    this.#engine = engine;
    this.#nodes = new Map(nodes.map((node) => [node.name, node]));
    this.#disks = disks;
  }

  async fill(node: string): Promise<void> {
    await this.#run(node, ['sh', '-c', FILL]);
  }

  async free(node: string): Promise<void> {
    await this.#run(node, ['sh', '-c', FREE]);
  }

  async limitWrites(node: string, perSecond: number | null): Promise<void> {
    const { number } = await this.#disk(node).device();
    await this.#inTurn(node, async (folders) => {
      if (folders !== null) folders.writesPerSecond = perSecond;
      await this.#ofEach(node, (pid) => limitWrites(pid, number, perSecond));
    });
  }

  async writeLimit(node: string): Promise<number | null> {
    const { number } = await this.#disk(node).device();
    const limits = await this.#inTurn(node, () =>
      this.#ofEach(node, (pid) => readWriteLimit(pid, number)),
    );
    const [first = null] = limits;
    return limits.every((limit) => limit === first) ? first : null;
  }

  async write(node: string, count: number): Promise<SyncedWrites> {
    return syncedWritesIn(await this.#run(node, ['perl', '-e', WRITE_SYNCED, String(count)]));
  }

  async breakDown(node: string): Promise<void> {
    const { name } = await this.#disk(node).device();
    await writeFile(`/sys/fs/ext4/${name}/trigger_fs_error`, 'ordered by faultline');
  }

  async repair(node: string): Promise<string> {
    const disk = this.#disk(node);
    const process = await this.#process(node);
    await disk.unmount(process);
    const said = await disk.check();
    await disk.mount(process);
    return said;
  }

  async sync(node: string): Promise<void> {
    const root = await this.#root(node);
    await Promise.all([prepareMark(root, true), prepareMark(root, false)]);
    await this.#run(node, ['sync', '--file-system', DATA_FOLDER]);
  }

  async mark(node: string, text: string, synced: boolean): Promise<void> {
    const root = await this.#root(node);
    await prepareMark(root, synced);
    await writeMark(root, text, synced);
  }

  async marked(node: string, text: string, synced: boolean): Promise<boolean> {
    return (await readMark(await this.#root(node), synced)) === text;
  }

  /** Lets a node's filesystem lose what is not on its disk yet; nothing more gets there. */
  async lose(node: string): Promise<void> {
    this.#disk(node);
    const folder = join(await this.#root(node), DATA_FOLDER);
    await onHost({
      doing: 'let a filesystem lose what was not synced',
      program: 'perl',
      parameters: ['-e', SHUT_DOWN, folder],
    });
  }

  async #run(name: string, command: readonly string[]): Promise<string> {
    const result = await this.#node(name).exec(command, { timeout_ms: COMMAND_MS });
    if (result.exitCode === 0) return result.stdout;
    throw diskError(`${name} to work on its disk`, result.stderr.trim());
  }

  /** The root folder of a node, as this machine reaches it. */
  async #root(name: string): Promise<string> {
    return `/proc/${String(await this.#process(name))}/root`;
  }

  /** Does something while no program of the node is between its start and its limit. */
  #inTurn<T>(name: string, work: (folders: DataFolders | null) => Promise<T>): Promise<T> {
    const { folders } = this.#node(name).programs;
    return folders === null ? work(null) : folders.inTurn(() => work(folders));
  }

  /** Does something with the first process of each container that writes to the disk. */
  async #ofEach<T>(name: string, act: (pid: number) => Promise<T>): Promise<readonly T[]> {
    const done = this.#node(name).working.map(async (id) => {
      try {
        return [await act(await this.#engine.containerProcess(id))];
      } catch (thrown) {
        // One that has ended, be it in between, writes nothing.
        if (/^(?:running|paused)$/.test(await this.#engine.containerState(id))) throw thrown;
        return [];
      }
    });
    return (await allSettled(done)).flat();
  }

  #process(name: string): Promise<number> {
    return this.#engine.containerProcess(this.#node(name).container);
  }

  #disk(name: string): Disk {
    const disk = this.#disks.get(this.#node(name).container);
    if (disk === undefined) throw new RangeError(`${name} has no disk of its own`);
    return disk;
  }

  #node(name: string): ContainerNode {
    const node = this.#nodes.get(name);
    if (node === undefined) throw new RangeError(`there is no node "${name}"`);
    return node;
  }
}
