import { chmod, mkdir, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Clock } from '../../harness/core/clock.js';
import { DATA_FOLDER } from '../../harness/core/node.js';
import type { Disk } from './disk.js';
import { mountFolderOf, removeImage } from './disk-folder.js';
import { diskError, onHost } from './host-command.js';
import { attach, detach, detached, type LoopDevice, loopDeviceOf } from './loop-device.js';

const SIZE_BYTES = 256 * 2 ** 20;
/** No space is kept for root, which is whom the store runs as; no table is left for later. */
const FORMAT =
  '-q -F -m 0 -b 4096 -N 4096 -E nodiscard,lazy_itable_init=0,lazy_journal_init=0'.split(' ');
const MOUNT_OPTIONS = 'errors=remount-ro,nodev,nosuid';
/** Where the device stands in a node while it is being mounted. */
const DEVICE_NODE = 'dev/faultline-disk';
/** Exit code of e2fsck that has repaired something. */
const REPAIRED = 1;

/**
 * A disk as an ext4 filesystem in a sparse file on this machine. It is mounted in the
 * mount namespaces of the node's containers, from a device that is detached by itself with the last mount:
 * whatever ends the node, also a `kill -9` of the harness, leaves nothing but the file. On this machine it is
 * mounted for moments only ({@link here}).
 */
export class HostDisk implements Disk {
  readonly #clock: Clock;
  readonly #image: string;
  /** What is done with it on this machine: one after the other. */
  #here: Promise<unknown> = Promise.resolve();

  constructor(clock: Clock, image: string) {
    this.#clock = clock;
    this.#image = image;
  }

  async create(): Promise<void> {
    await mkdir(dirname(this.#image), { recursive: true, mode: 0o700 });
    await onHost({
      doing: 'make a sparse file',
      program: 'truncate',
      parameters: ['--size', String(SIZE_BYTES), this.#image],
    });
    await onHost({
      doing: 'make a filesystem',
      program: 'mkfs.ext4',
      parameters: [...FORMAT, this.#image],
    });
  }

  async mount(pid: number): Promise<void> {
    const root = `/proc/${String(pid)}/root`;
    const namespace = `/proc/${String(pid)}/ns/mnt`;
    // Of a node that has just ended.
    await detached(this.#clock, this.#image);
    // A node that has no container of a store has none yet.
    await mkdir(join(root, DATA_FOLDER), { recursive: true });
    const device = await attach(this.#image);
    const node = join(root, DEVICE_NODE);
    try {
      await onHost({
        doing: 'make a device file in the node',
        program: 'mknod',
        parameters: [node, 'b', ...device.number.split(':')],
      });
      await onHost({
        doing: 'mount a filesystem in the node',
        program: 'mount',
        parameters: [
          '-N',
          namespace,
          '-t',
          'ext4',
          '-o',
          MOUNT_OPTIONS,
          `/${DEVICE_NODE}`,
          DATA_FOLDER,
        ],
      });
    } finally {
      await rm(node, { force: true });
      await detach(device);
    }
    // The folder is empty when a run begins.
    await rmdir(join(root, DATA_FOLDER, 'lost+found')).catch(() => undefined);
    await chmod(join(root, DATA_FOLDER), 0o1777);
  }

  async unmount(pid: number): Promise<void> {
    if ((await loopDeviceOf(this.#image)) === null) return;
    await onHost({
      doing: 'unmount a filesystem in the node',
      program: 'umount',
      parameters: ['-N', `/proc/${String(pid)}/ns/mnt`, DATA_FOLDER],
    });
    await detached(this.#clock, this.#image);
  }

  here<T>(work: (folder: string) => Promise<T>): Promise<T> {
    const done = this.#here.then(() => this.#mountedHere(work));
    this.#here = done.catch(() => undefined);
    return done;
  }

  check(): Promise<string> {
    return onHost({
      doing: 'check a filesystem',
      program: 'e2fsck',
      parameters: ['-f', '-y', this.#image],
      accept: [REPAIRED],
    });
  }

  async device(): Promise<LoopDevice> {
    const device = await loopDeviceOf(this.#image);
    if (device !== null) return device;
    throw diskError(`${this.#image} to be mounted`, 'it is not');
  }

  async remove(): Promise<void> {
    await this.#here;
    // Left by a harness that was killed while it did something with it here.
    await this.#unmountHere();
    // One that was never mounted is not detached by itself.
    const device = await loopDeviceOf(this.#image);
    if (device !== null) await detach(device);
    await detached(this.#clock, this.#image);
    await removeImage(this.#image);
  }

  async #mountedHere<T>(work: (folder: string) => Promise<T>): Promise<T> {
    const { name } = await this.device();
    const folder = mountFolderOf(this.#image);
    await this.#unmountHere();
    await mkdir(folder, { recursive: true });
    let result: T;
    try {
      await onHost({
        doing: 'mount a filesystem',
        program: 'mount',
        parameters: ['-t', 'ext4', '-o', MOUNT_OPTIONS, `/dev/${name}`, folder],
      });
      result = await work(folder);
    } catch (thrown) {
      // The first failure is the one to tell. What stays mounted is unmounted before the next mount, and by `remove`.
      await this.#unmountHere().catch(() => undefined);
      throw thrown;
    }
    await this.#unmountHere();
    return result;
  }

  async #unmountHere(): Promise<void> {
    const folder = mountFolderOf(this.#image);
    const [there, above] = await Promise.all(
      [folder, dirname(folder)].map((path) => stat(path).catch(() => null)),
    );
    if (there === null || there === undefined) return;
    if (there.dev !== above?.dev) {
      await onHost({ doing: 'unmount a filesystem', program: 'umount', parameters: [folder] });
    }
    await rmdir(folder);
  }
}
