import { judgeRefusal } from '../analysis/index.js';
import type { RunReport } from '../core/results.js';
import type { Judgement, Scenario } from '../core/scenario.js';
import { type PlannedTest, type Planning, planScenario, refusalOfScenario } from '../plan/index.js';
import { campaignRun } from './campaign.js';
import { seedOfRepeat } from './seed.js';
import type { Session } from './session.js';
import { repeatedName } from './summaries.js';

/** A run to be done, or a scenario that its plan alone has decided. */
export type PlannedScenario = { readonly scenario: Scenario; readonly name: string } & (
  { readonly test: PlannedTest } | { readonly judgement: Judgement }
);

/**
 * The runs of a scenario, each with a seed of its own.
 * @throws InputError where the plan is refused, and the scenario does not expect that.
 */
export async function planRuns(
  scenario: Scenario,
  seed: number,
  repeat: number,
  planning: Planning,
): Promise<readonly PlannedScenario[]> {
  const { name } = scenario;
  if (scenario.expectation === 'UNSUPPORTED') {
    const judgement = judgeRefusal(scenario, await refusalOfScenario(scenario, planning));
    return [{ scenario, name, judgement }];
  }
  const test = await planScenario(scenario, seed, planning);
  return Array.from({ length: repeat }, (_, run) => ({
    scenario,
    test: { ...test, plan: { ...test.plan, seed: seedOfRepeat(seed, run) } },
    name: repeatedName(name, run, repeat),
  }));
}

/** Runs a scenario once, as it was planned. */
export function runScenario(
  session: Session,
  scenario: Scenario,
  test: PlannedTest,
  command: string,
): Promise<RunReport> {
  const { test: _, ...record } = scenario;
  return campaignRun(session, { test, scenario: record, command });
}
