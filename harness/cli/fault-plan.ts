import { hostKernel } from '../../docker/index.js';
import { planFaults } from '../../nemesis/index.js';
import type { Capabilities } from '../core/capabilities.js';
import { InputError } from '../core/errors.js';
import type { TestPlan } from '../core/plan.js';
import type { ScheduledFault } from '../core/schedule.js';
import type { SystemDefinition } from '../core/system.js';
import { faults } from './catalogue.js';

/**
 * The capabilities that a plan's faults will use.
 * @throws InputError when a fault is unknown, makes no sense, or cannot be had: of this system, or
 *   on this kernel.
 */
export async function capabilitiesFor(
  plan: TestPlan,
  system: SystemDefinition,
): Promise<readonly (keyof Capabilities)[]> {
  const cluster = { system, nodes: plan.nodes, kernel: hostKernel };
  const planned = await planFaults(plan.schedule, cluster, faults);
  if (planned.supported) return planned.capabilities;
  throw new InputError({
    code: 'E_UNSUPPORTED',
    expected: `faults that ${system.name} can have here`,
    actual: planned.reasons.join('; '),
    advice: 'choose another nemesis or another system: `faultline list faults`',
  });
}

/** Why a fault can't be had on these nodes of a system; `null` where it can. */
export async function refusalOf(
  fault: ScheduledFault,
  system: SystemDefinition,
  nodes: readonly string[],
): Promise<string | null> {
  const alone = { kind: 'periodic', faults: [fault], quiet_ms: 0, active_ms: 0 } as const;
  const planned = await planFaults(alone, { system, nodes, kernel: hostKernel }, faults);
  return planned.supported ? null : planned.reasons.join('; ');
}
