import builtIn from '../built-in.js';
import { type Catalogue, faultsOf } from '../core/catalogue.js';
import type { Scenario } from '../core/scenario.js';
import type { SystemDefinition } from '../core/system.js';
import type { Workload } from '../core/workload.js';
import { named } from './nearest.js';

/** All that can be named on the command line. */
export const {
  systems = [],
  workloads = [],
  checkers = [],
  scenarios = [],
}: Partial<Catalogue> = builtIn;

export const faults = faultsOf(builtIn);

/** @throws InputError with the names there are. */
export function findSystem(name: string): SystemDefinition {
  return named(systems, name, 'system');
}

/** @throws InputError with the names there are. */
export function findWorkload(name: string): Workload {
  return named(workloads, name, 'workload');
}

/** @throws InputError with the names there are. */
export function findScenario(name: string): Scenario {
  return named(scenarios, name, 'scenario');
}
