import type { LoopDevice } from './loop-device.js';

/** The disk of a node: a filesystem of its own at `DATA_FOLDER`. Failures are `E_DISK`. */
export interface Disk {
  /** Makes it, with an empty filesystem. */
  create(): Promise<void>;
  /** Mounts it in the mount namespace of a process; what a lost journal holds is replayed. */
  mount(pid: number): Promise<void>;
  /** Idempotent. @throws EnvironmentError when something in the node uses it. */
  unmount(pid: number): Promise<void>;
  /**
   * Mounts it on this machine, too, for as long as something is done with it here; one thing at a time.
   * @param work is given the folder.
   */
  here<T>(work: (folder: string) => Promise<T>): Promise<T>;
  /** Checks the filesystem, which must not be mounted, and repairs it; what the check said. */
  check(): Promise<string>;
  /** @throws EnvironmentError where it is not mounted. */
  device(): Promise<LoopDevice>;
  /** Removes it, once it is mounted nowhere any more. */
  remove(): Promise<void>;
}
