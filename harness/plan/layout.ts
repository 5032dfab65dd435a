import type { TestPlan } from '../core/plan.js';
import type { SystemDefinition } from '../core/system.js';

/**
 * A plan that says which nodes do what, and which of their roles take writes.
 * @throws InputError when the system's options make no sense.
 */
export function withLayout(plan: TestPlan, system: SystemDefinition): TestPlan {
  const layout = system.layout?.(plan.system.options, plan.nodes);
  const { roles } = system;
  return {
    ...plan,
    ...(layout === undefined ? {} : { layout }),
    ...(roles === undefined ? {} : { roles }),
  };
}
