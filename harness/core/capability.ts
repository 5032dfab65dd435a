import type { Capabilities, CommonCapabilities } from './capabilities.js';
import { EnvironmentError } from './errors.js';

/** A capability that only some store has: its name, and with it its type. */
export interface Capability<T extends object> {
  readonly name: string;
  /** What a system spreads into its capabilities in order to offer it. */
  offer(it: T): Capabilities;
  /** It, where a system offers it. */
  in(capabilities: Capabilities): T | undefined;
  /**
   * It, where planning has promised it: a fault that has its name among its `needs`.
   * @throws EnvironmentError when it is missing all the same.
   */
  of(capabilities: Capabilities): T;
}

/**
 * A capability of a store's own. The system offers it under this name, and faults that come with
 * the system act through it; no other part of the harness has to know of it.
 */
export function defineCapability<T extends object>(name: string): Capability<T> {
  // Whatever stands under the name was put there by `offer`, which takes nothing but a T.
  const found = (capabilities: Capabilities) => capabilities[name] as T | undefined;
  return {
    name,
    offer: (it) => ({ [name]: it }),
    in: found,
    of: (capabilities) => found(capabilities) ?? missing(name),
  };
}

/**
 * A capability that planning has promised.
 * @throws EnvironmentError when it is missing all the same.
 */
export function offered<Name extends keyof CommonCapabilities>(
  capabilities: Capabilities,
  name: Name,
): NonNullable<CommonCapabilities[Name]> {
  const common: CommonCapabilities = capabilities;
  return common[name] ?? missing(name);
}

function missing(name: string): never {
  throw new EnvironmentError({
    code: 'E_CAPABILITY',
    expected: `a system that offers "${name}"`,
    actual: 'this one does not',
    advice: 'plan the faults before the run: planning refuses this one with the reason',
  });
}
