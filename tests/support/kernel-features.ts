import { hostKernel } from '../../docker/index.js';
import type { KernelFeature } from '../../harness/core/kernel.js';

/** Whether tests of what needs a feature of the kernel can run; they skip with a message elsewhere. */
export async function kernelHas(feature: KernelFeature): Promise<boolean> {
  const lack = await hostKernel.lacks(feature);
  if (lack !== null) process.stderr.write(`skipped: ${lack}\n`);
  return lack === null;
}
