import { BUILT_IN, type LoadedCatalogue } from '../catalogue/index.js';
import { missingMethods } from '../core/client-fit.js';
import { InputError } from '../core/errors.js';
import { named } from '../core/named.js';
import type { SystemDefinition } from '../core/system.js';
import type { Workload } from '../core/workload.js';

/** What is tested, and what clients do in each of the tests. */
export interface ChosenParts {
  readonly system: SystemDefinition;
  readonly workloads: readonly Workload[];
}

/**
 * The system and the workloads of a `run`. Without names it tests the user's own system, with every
 * workload that its client has the methods for; where there is none, a set on Redis Sentinel.
 * @throws InputError for a name that is none, and where it is not clear which system is meant.
 */
export function chosenParts(
  names: { readonly system?: string; readonly workload?: readonly string[] },
  catalogue: LoadedCatalogue,
): ChosenParts {
  const system =
    names.system === undefined
      ? defaultSystem(catalogue)
      : named(catalogue.systems, names.system, 'system');
  if (names.workload !== undefined) {
    const workloads = names.workload.map((name) => named(catalogue.workloads, name, 'workload'));
    return { system, workloads };
  }
  const fitting = catalogue.workloads.filter(
    ({ dataType, operations }) => missingMethods(system.client, dataType, operations).length === 0,
  );
  // Of a built-in system one is enough to begin with. Where none fits, planning says what is missing.
  const all = isOwn(system, catalogue) && fitting.length > 0;
  return { system, workloads: all ? fitting : [named(catalogue.workloads, 'set', 'workload')] };
}

function isOwn(system: SystemDefinition, catalogue: LoadedCatalogue): boolean {
  return catalogue.originOf(system) !== BUILT_IN;
}

/** The systems that a config adds. */
export function ownSystems(catalogue: LoadedCatalogue): readonly SystemDefinition[] {
  return catalogue.systems.filter((system) => isOwn(system, catalogue));
}

function defaultSystem(catalogue: LoadedCatalogue): SystemDefinition {
  const own = ownSystems(catalogue);
  const [only] = own;
  if (own.length > 1) {
    throw new InputError({
      code: 'E_WHICH_SYSTEM',
      expected: 'the name of the system to test',
      actual: `your config has several: ${own.map(({ name }) => name).join(', ')}`,
      advice: 'name one with --system',
    });
  }
  return only ?? named(catalogue.systems, 'redis-sentinel', 'system');
}
