import type { Engine } from '../engine/engine.js';
import { allSettled } from '../../harness/core/settled.js';
import type { ContainerNode } from '../pool/container-node.js';
import type { States } from '../pool/pod.js';
import { DataFolders } from '../programs/data-folders.js';
import type { Disk } from './disk.js';
import { imageIn } from './disk-folder.js';

/** What the disks of a pool are made with. */
export interface DiskParts {
  readonly engine: Engine;
  /** A disk whose file lies at this path. */
  readonly diskAt: (path: string) => Disk;
  /** The folder of this harness process' disks. */
  readonly folder: string;
}

/** The disks of a pool's nodes, by the ids of their containers. */
export class PoolDisks {
  readonly #parts: DiskParts;
  readonly #disks = new Map<string, Disk>();
  readonly #nodes = new Map<string, ContainerNode>();

  constructor(parts: DiskParts) {
    this.#parts = parts;
  }

  get byContainer(): ReadonlyMap<string, Disk> {
    return this.#disks;
  }

  /** Gives a running node a new, empty disk. @param name unique among the disks of this process. */
  async give(node: ContainerNode, name: string): Promise<void> {
    const disk = this.#parts.diskAt(imageIn(this.#parts.folder, name));
    // From here on there may be something to remove, even if making it fails half way.
    this.#disks.set(node.container, disk);
    this.#nodes.set(node.container, node);
    await disk.create();
    await this.mount(node.container);
    node.programs.folders = new DataFolders(disk);
  }

  /** Mounts the disk of a container that was started, where it has one. */
  async mount(container: string): Promise<void> {
    const { engine } = this.#parts;
    await this.#disks.get(container)?.mount(await engine.containerProcess(container));
  }

  /**
   * Ends all containers that have disks, whatever state they are in, and takes their disks away:
   * with a node's end its mounts, its device and its limits of writes end. Gives their ids.
   */
  async takeAll(states: States): Promise<ReadonlySet<string>> {
    const { engine } = this.#parts;
    const ended = [...this.#nodes].map(async ([id, { working }]) => {
      await allSettled(
        working.map(async (one) => {
          if (states.get(one) === 'paused') await engine.unpauseContainer(one);
          if (states.has(one)) await engine.killContainer(one);
        }),
      );
      await this.take(id);
      return working;
    });
    return new Set((await allSettled(ended)).flat());
  }

  /** Removes the disk of a container that does not run any more, where it has one. */
  async take(container: string): Promise<void> {
    await this.#disks.get(container)?.remove();
    this.#disks.delete(container);
    const node = this.#nodes.get(container);
    if (node !== undefined) node.programs.folders = null;
    this.#nodes.delete(container);
  }
}
