import { chmod, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../harness/core/errors.js';
import type { Disk } from '../disks/disk.js';
import { limitWrites } from '../disks/write-limit.js';
import type { FolderMount } from '../engine/engine.js';
import { coveringMountIn } from './covering-mount.js';

/** Whoever runs in the container may write there, as into a folder that the image does not have. */
const FOR_ALL = 0o1777;

/**
 * The data folders of the programs of a node that has a disk of its own: they lie on the disk, below a folder for each
 * program. The engine mounts them where a program expects them. It finds them in a folder of this machine, and the
 * disk is mounted there only while the engine looks.
 */
export class DataFolders {
  readonly #disk: Disk;
  /** How many writes a second of each program may get to the disk; `null`: no limit. */
  writesPerSecond: number | null = null;

  /** What is done in turn. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  /** One start of a program, or one change or look at the limits, after the other. Not within itself. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  /**
   * Does something for which the engine has to find the folders of the node's programs. Not within itself.
   * @param work is given where the disk is mounted.
   */
  reached<T>(work: (at: string) => Promise<T>): Promise<T> {
    return this.#disk.here(work);
  }

  /** Makes the folders of a program anew, and empty. @param paths where the program expects them. */
  async make(
    at: string,
    program: string,
    paths: readonly string[],
  ): Promise<readonly FolderMount[]> {
    const own = join(at, program);
    await rm(own, { recursive: true, force: true });
    const mounts = paths.map((target, index) => ({ source: join(own, String(index)), target }));
    for (const { source } of mounts) {
      await mkdir(source, { recursive: true });
      await chmod(source, FOR_ALL);
    }
    return mounts;
  }

  /**
   * Sees that the data of a program that was just started lies on the disk.
   * @throws InputError where something else is mounted over a data folder, such as a volume of the image.
   */
  async check(program: string, paths: readonly string[], pid: number): Promise<void> {
    if (paths.length === 0) return;
    const { number } = await this.#disk.device();
    const mounts = await readFile(`/proc/${String(pid)}/mountinfo`, 'utf8');
    for (const path of paths) {
      const over = coveringMountIn(mounts, path, number);
      if (over === null) continue;
      throw new InputError({
        code: 'E_PROGRAM',
        expected: `all that ${program} keeps below ${path} to lie on the disk of its node`,
        actual: `something else is mounted at ${over}, which is most likely a VOLUME of its image`,
        advice: `name ${over} itself in dataFolders, or leave the faults of disks out`,
      });
    }
  }

  /** Limits what a program that was just started writes, as all of the node are limited. @param pid of its first process. */
  async limit(pid: number): Promise<void> {
    if (this.writesPerSecond === null) return;
    const { number } = await this.#disk.device();
    await limitWrites(pid, number, this.writesPerSecond);
  }
}
