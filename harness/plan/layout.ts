import type { TestPlan } from '../core/plan.js';
import type { SystemDefinition } from '../core/system.js';

/** `n1`, `n2`, … */
export function nodeNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `n${i + 1}`);
}

/**
 * A plan that says which nodes do what, and which of their roles take writes.
 * @throws InputError when the system's options make no sense.
 */
export function withLayout<Plan extends Pick<TestPlan, 'nodes' | 'system'>>(
  plan: Plan,
  system: SystemDefinition,
): Plan & Pick<TestPlan, 'layout' | 'roles'> {
  const layout = system.layout?.(plan.system.options, plan.nodes);
  const { roles } = system;
  return {
    ...plan,
    ...(layout === undefined ? {} : { layout }),
    // A stored plan that does not say whether nodes pass writes on is an older one, and is read otherwise.
    ...(roles === undefined ? {} : { roles: { passesWritesOn: false, ...roles } }),
  };
}
