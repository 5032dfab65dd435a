import type { Kernel, KernelFeature } from '../../harness/core/kernel.js';
import { KERNEL_PROBES } from '../kernel/probes.js';
import { type Finding, limited, ok } from './finding.js';

/** What faults may need of the kernel, each with whether it is there. */
export async function checkKernel(kernel: Kernel): Promise<readonly Finding[]> {
  const features = Object.keys(KERNEL_PROBES) as KernelFeature[];
  return Promise.all(
    features.map(async (feature) => {
      const { module, gives } = KERNEL_PROBES[feature];
      const lack = await kernel.lacks(feature);
      if (lack === null) {
        return ok(feature, `the kernel has ${module}`, `${gives.join(', ')} can be had`);
      }
      const meaning = gives.map((one) => `no ${one}`).join(', ');
      return limited(feature, lack, meaning, `load ${module}, where the kernel has it`);
    }),
  );
}
