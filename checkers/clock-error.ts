import { NS_PER_MS } from '../harness/core/clock.js';
import type { TestPlan } from '../harness/core/plan.js';

/** By how much the store's measure of time may differ from that of the harness: the option `clockError_ms` of the workload. */
export function clockErrorOf({ workload }: TestPlan): number {
  return Number(workload.options['clockError_ms'] ?? 0) * NS_PER_MS;
}
