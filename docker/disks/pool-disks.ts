import { join } from 'node:path';
import type { Engine } from '../engine/engine.js';
import { allSettled } from '../../harness/core/settled.js';
import type { States } from '../pool/pod.js';
import type { Disk } from './disk.js';

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

  constructor(parts: DiskParts) {
    this.#parts = parts;
  }

  get byContainer(): ReadonlyMap<string, Disk> {
    return this.#disks;
  }

  /** Gives a running container a new, empty disk. @param name unique among the disks of this process. */
  async give(container: string, name: string): Promise<void> {
    const disk = this.#parts.diskAt(join(this.#parts.folder, `${name}.img`));
    // From here on there may be something to remove, even if making it fails half way.
    this.#disks.set(container, disk);
    await disk.create();
    await this.mount(container);
  }

  /** Mounts the disk of a container that was started, where it has one. */
  async mount(container: string): Promise<void> {
    const { engine } = this.#parts;
    await this.#disks.get(container)?.mount(await engine.containerProcess(container));
  }

  /**
   * Ends all containers that have disks, whatever state they are in, and takes their disks away:
   * with a node's end its mount, its device and its limit of writes end. Gives their ids.
   */
  async takeAll(states: States): Promise<ReadonlySet<string>> {
    const { engine } = this.#parts;
    const ids = [...this.#disks.keys()];
    await allSettled(
      ids.map(async (id) => {
        if (states.get(id) === 'paused') await engine.unpauseContainer(id);
        if (states.has(id)) await engine.killContainer(id);
        await this.take(id);
      }),
    );
    return new Set(ids);
  }

  /** Removes the disk of a container that does not run any more, where it has one. */
  async take(container: string): Promise<void> {
    await this.#disks.get(container)?.remove();
    this.#disks.delete(container);
  }
}
