import type { Checker } from './checker.js';
import type { Fault } from './fault.js';
import type { Model } from './model.js';
import type { Scenario } from './scenario.js';
import type { SystemDefinition } from './system.js';
import type { Workload } from './workload.js';

/**
 * All that a test can be made of. Every entry is a plain value with a name, and no two entries of
 * one kind share a name. What Faultline brings itself is made of the same values as what a user
 * adds in a config file.
 */
export interface Catalogue {
  readonly systems: readonly SystemDefinition[];
  readonly workloads: readonly Workload[];
  readonly checkers: readonly Checker[];
  readonly models: readonly Model[];
  readonly faults: readonly Fault[];
  readonly scenarios: readonly Scenario[];
}

/** What a config file adds to the catalogue: any of its kinds. */
export type Config = Partial<Catalogue>;

/**
 * The default export of a `faultline.config.ts`. It returns what it is given, so that an editor
 * completes and checks what stands in the file.
 */
export function defineConfig(config: Config): Config {
  return config;
}

/** All faults of a catalogue: its own, and those that come with its systems, each of them once. */
export function faultsOf({ faults = [], systems = [] }: Config): readonly Fault[] {
  return [...new Set([...faults, ...systems.flatMap((system) => system.faults ?? [])])];
}

/** Declares a workload; returns it as it is, with its types checked. */
export function defineWorkload<const T extends Workload>(workload: T): T {
  return workload;
}

/** Declares a checker; returns it as it is, with its types checked. */
export function defineChecker<const T extends Checker>(checker: T): T {
  return checker;
}

/** Declares a fault; returns it as it is, with its types checked. */
export function defineFault<const T extends Fault>(fault: T): T {
  return fault;
}

/** Declares a scenario; returns it as it is, with its types checked. */
export function defineScenario<const T extends Scenario>(scenario: T): T {
  return scenario;
}
