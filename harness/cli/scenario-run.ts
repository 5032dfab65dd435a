import type { RunReport, ScenarioRecord } from '../core/results.js';
import type { Scenario } from '../core/scenario.js';
import { campaignRun } from './campaign.js';
import { findSystem, findWorkload } from './catalogue.js';
import { withDefaults } from './options-check.js';
import type { Session } from './session.js';

/** Runs a scenario once. */
export function runScenario(
  session: Session,
  scenario: Scenario,
  seed: number,
): Promise<RunReport> {
  const { plan, ...record } = scenario;
  const system = findSystem(plan.system.name);
  const workload = findWorkload(plan.workload.name);
  return campaignRun(session, {
    plan: {
      ...plan,
      system: {
        name: system.name,
        options: withDefaults(system.name, system.defaults, plan.system.options),
      },
      workload: {
        name: workload.name,
        options: withDefaults(workload.name, workload.defaults, plan.workload.options),
      },
      seed,
    },
    scenario: record satisfies ScenarioRecord,
    command: `npx faultline scenario run ${scenario.name} --seed ${seed}`,
  });
}
