import type { RunReport } from '../core/results.js';
import type { Scenario } from '../core/scenario.js';
import type { PlannedTest } from '../plan/index.js';
import { campaignRun } from './campaign.js';
import type { Session } from './session.js';

/** Runs a scenario once, as it was planned. */
export function runScenario(
  session: Session,
  scenario: Scenario,
  test: PlannedTest,
  command: string,
): Promise<RunReport> {
  const { plan: _, ...record } = scenario;
  return campaignRun(session, { test, scenario: record, command });
}
