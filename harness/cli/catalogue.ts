import { FAULTS as faults } from '../../nemesis/index.js';
import { scenarios } from '../../scenarios/index.js';
import { memory } from '../../systems/memory/index.js';
import { redisReplication, redisSentinel } from '../../systems/redis/index.js';
import { workloads } from '../../workloads/index.js';
import type { Scenario } from '../core/scenario.js';
import type { SystemDefinition } from '../core/system.js';
import type { Workload } from '../core/workload.js';
import { named } from './nearest.js';

/** All that can be named on the command line. */
export const systems: readonly SystemDefinition[] = [redisReplication, redisSentinel, memory];
export { faults, scenarios, workloads };

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
