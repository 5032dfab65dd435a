/**
 * What faults may need of the kernel under the nodes and not every kernel has: `netem` delays,
 * reorders, duplicates and corrupts packets; `statistic` picks packets at random; `tbf` limits the
 * rate of a link.
 */
export type KernelFeature = 'netem' | 'statistic' | 'tbf';

/** The kernel under the nodes. */
export interface Kernel {
  /** Why a feature cannot be had, in words; `null` where it can. */
  lacks(feature: KernelFeature): Promise<string | null>;
}
