/**
 * What faults may need of the kernel under the nodes and not every kernel has: `netem` delays,
 * reorders, duplicates and corrupts packets; `statistic` picks packets at random; `tbf` limits the
 * rate of a link. `loop` makes disks of files; `ext4-shutdown` lets a filesystem lose what is not on
 * its disk, `ext4-error` lets it meet an error; `blk-throttle` limits what gets to a disk.
 */
export type KernelFeature =
  'netem' | 'statistic' | 'tbf' | 'loop' | 'ext4-shutdown' | 'ext4-error' | 'blk-throttle';

/** The kernel under the nodes. */
export interface Kernel {
  /** Why a feature cannot be had, in words; `null` where it can. */
  lacks(feature: KernelFeature): Promise<string | null>;
}
