import type { Capabilities } from '../harness/core/capabilities.js';
import { EnvironmentError } from '../harness/core/errors.js';

/**
 * A capability that planning has promised.
 * @throws EnvironmentError when it is missing all the same.
 */
export function offered<Name extends keyof Capabilities>(
  capabilities: Capabilities,
  name: Name,
): NonNullable<Capabilities[Name]> {
  const capability = capabilities[name];
  if (capability !== undefined) return capability;
  throw new EnvironmentError({
    code: 'E_CAPABILITY',
    expected: `a system that offers "${name}"`,
    actual: 'this one does not',
    advice: 'plan the faults before the run: planning refuses this one with the reason',
  });
}
