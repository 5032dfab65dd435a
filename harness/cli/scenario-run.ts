import { judgeRefusal } from '../analysis/index.js';
import type { RunReport } from '../core/results.js';
import { allSettled } from '../core/settled.js';
import type { Judgement, Scenario } from '../core/scenario.js';
import { type PlannedTest, type Planning, planScenario, refusalOfScenario } from '../plan/index.js';
import { campaignRun } from './campaign.js';
import { seedOfRepeat } from './seed.js';
import type { RunPlace } from './session.js';
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
  place: RunPlace,
  scenario: Scenario,
  test: PlannedTest,
  command: string,
): Promise<RunReport> {
  const { test: _, ...record } = scenario;
  return campaignRun(place, { test, scenario: record, command });
}

/**
 * Begins the runs in their order, up to `jobs` of them beside each other, each lane one after the other. After a
 * failure none begins any more.
 * @throws the first failure, once all that had begun have ended.
 */
export async function inTurn<Run>(
  runs: readonly Run[],
  jobs: number,
  begin: (index: number, run: Run, lane: number) => Promise<void>,
): Promise<void> {
  const waiting = runs.entries();
  let failed = false;
  const lanes = Array.from({ length: Math.min(jobs, runs.length) }, async (_, lane) => {
    for (const [index, run] of waiting) {
      try {
        await begin(index, run, lane);
      } catch (error) {
        failed = true;
        throw error;
      }
      if (failed) return;
    }
  });
  await allSettled(lanes);
}
