import { planFaults } from '../../nemesis/index.js';
import type { Capabilities } from '../core/capabilities.js';
import { InputError } from '../core/errors.js';
import type { TestPlan } from '../core/plan.js';
import type { ScheduledFault } from '../core/schedule.js';
import type { SystemDefinition } from '../core/system.js';
import { faults } from './catalogue.js';

/**
 * The capabilities that a plan's faults will use.
 * @throws InputError when a fault is unknown, makes no sense, or is one the system can't have.
 */
export function capabilitiesFor(
  plan: TestPlan,
  system: SystemDefinition,
): readonly (keyof Capabilities)[] {
  const planned = planFaults(plan.schedule, system, plan.nodes, faults);
  if (planned.supported) return planned.capabilities;
  throw new InputError({
    code: 'E_UNSUPPORTED',
    expected: `faults that ${system.name} can have`,
    actual: planned.reasons.join('; '),
    advice: 'choose another nemesis or another system: `faultline list faults`',
  });
}

/** Why a system can't have a fault on these nodes; `null` where it can. */
export function refusalOf(
  fault: ScheduledFault,
  system: SystemDefinition,
  nodes: readonly string[],
): string | null {
  const alone = { kind: 'periodic', faults: [fault], quiet_ms: 0, active_ms: 0 } as const;
  const planned = planFaults(alone, system, nodes, faults);
  return planned.supported ? null : planned.reasons.join('; ');
}
