import type { CapabilityName } from '../harness/core/capabilities.js';
import type { KernelFeature } from '../harness/core/kernel.js';
import type { PlannedCluster } from './planned-cluster.js';

/** What is needed of a system and of the kernel under its nodes, each with what first needs it. */
export class Needs {
  readonly #capabilities = new Map<CapabilityName, string>();
  readonly #kernel = new Map<KernelFeature, string>();

  get capabilities(): readonly CapabilityName[] {
    return [...this.#capabilities.keys()];
  }

  add(
    by: string,
    capabilities: readonly CapabilityName[],
    kernel: readonly KernelFeature[] = [],
  ): void {
    for (const name of capabilities) {
      if (!this.#capabilities.has(name)) this.#capabilities.set(name, by);
    }
    for (const feature of kernel) {
      if (!this.#kernel.has(feature)) this.#kernel.set(feature, by);
    }
  }

  /** Why a cluster cannot have all of it, a reason each; the kernel is asked for what is needed only. */
  async refusals({
    system,
    options,
    kernel,
  }: Pick<PlannedCluster, 'system' | 'options' | 'kernel'>): Promise<readonly string[]> {
    const withOptions = options === undefined ? {} : (system.refusalsWith?.(options) ?? {});
    const reasons = [...this.#capabilities].flatMap(([name, by]) => {
      if (!system.capabilities.includes(name)) {
        const why = system.refusals?.[name];
        const reason = why === undefined ? '' : `: ${why}`;
        return [`${by} needs "${name}", which ${system.name} does not offer${reason}`];
      }
      const why = withOptions[name];
      return why === undefined ? [] : [`${by} needs "${name}": ${why}`];
    });
    // What runs in this process has no kernel under it; that of other machines is seen only there.
    if (system.runsOn !== 'containers') return reasons;
    for (const [feature, by] of this.#kernel) {
      const lack = await kernel.lacks(feature);
      if (lack !== null) reasons.push(`${by} needs "${feature}": ${lack}`);
    }
    return reasons;
  }
}
