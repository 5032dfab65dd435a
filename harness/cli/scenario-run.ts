import type { RunReport } from '../core/results.js';
import type { Scenario } from '../core/scenario.js';
import { planScenario } from '../plan/index.js';
import { campaignRun } from './campaign.js';
import type { Session } from './session.js';

/** Runs a scenario once. */
export async function runScenario(
  session: Session,
  scenario: Scenario,
  seed: number,
  command: string,
): Promise<RunReport> {
  const { plan: _, ...record } = scenario;
  return campaignRun(session, {
    test: await planScenario(scenario, seed, session.planning),
    scenario: record,
    command,
  });
}
