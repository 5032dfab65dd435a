import { judgeRefusal } from '../analysis/index.js';
import { InputError, UnsupportedError } from '../core/errors.js';
import { named } from '../core/named.js';
import type { RunReport } from '../core/results.js';
import { allSettled } from '../core/settled.js';
import type { Judgement, Scenario } from '../core/scenario.js';
import { type PlannedTest, type Planning, planScenario, refusalOfScenario } from '../plan/index.js';
import { campaignRun } from './campaign.js';
import { seedOfRepeat } from './seed.js';
import type { RunPlace } from './session.js';
import { repeatedName } from './summaries.js';

/** A run to be done, or a scenario that its plan alone has decided. */
export type PlannedScenario = {
  readonly scenario: Scenario;
  /** Of the run: that of the scenario, with its version and its number where there are several. */
  readonly name: string;
  /** The version of the store that was asked for; `null` for the scenario's own. */
  readonly version: string | null;
} & ({ readonly test: PlannedTest } | { readonly judgement: Judgement });

/** What is asked of each scenario. */
export interface AskedRuns {
  /** Of the first run; those of its repeats count on. */
  readonly seed: number;
  readonly repeat: number;
  /** Versions of the store to run on, one after the other; `null` for the scenario's own. */
  readonly versions: readonly (string | null)[];
}

/**
 * The runs of scenarios. Where versions are named, a scenario that can be had here, but not on one of them, is left out there.
 * @param leftOut - told of each scenario that is left out, with its version and the reason.
 * @throws InputError where a plan is refused, and its scenario does not expect that; and where nothing is left on a version,
 *   since no store may have that one.
 */
export async function planAll(
  scenarios: readonly Scenario[],
  { seed, repeat, versions }: AskedRuns,
  planning: Planning,
  leftOut: (name: string, version: string, reason: string) => void,
): Promise<readonly PlannedScenario[]> {
  const runs: PlannedScenario[] = [];
  const refusals = new Map<string, InputError>();
  for (const scenario of scenarios) {
    for (const version of versions) {
      try {
        runs.push(...(await planRuns(scenario, version, { seed, repeat }, planning)));
      } catch (thrown) {
        if (version === null || !(thrown instanceof InputError)) throw thrown;
        // What can't be had on any version is a refusal, as without --versions.
        await planRuns(scenario, null, { seed, repeat }, planning);
        leftOut(scenario.name, version, thrown.actual);
        if (!refusals.has(version)) refusals.set(version, thrown);
      }
    }
  }
  for (const [version, refusal] of refusals) {
    if (!runs.some((run) => run.version === version)) throw refusal;
  }
  return runs;
}

/** The scenario with its store in another version: a system says of an option `version` that it has several. */
function onVersion(scenario: Scenario, version: string, { catalogue }: Planning): Scenario {
  const { test } = scenario;
  const { name, defaults } = named(catalogue.systems, test.system, 'system');
  if (!Object.hasOwn(defaults, 'version')) {
    throw new UnsupportedError({
      code: 'E_VERSION',
      expected: 'scenarios of systems that have an option `version`',
      actual: `${name} has one version only`,
      advice: 'leave --versions out, or name other scenarios',
    });
  }
  return { ...scenario, test: { ...test, systemOptions: { ...test.systemOptions, version } } };
}

/**
 * The runs of a scenario on a version, each with a seed of its own.
 * @throws InputError where the plan is refused, and the scenario does not expect that.
 */
async function planRuns(
  given: Scenario,
  version: string | null,
  { seed, repeat }: Pick<AskedRuns, 'seed' | 'repeat'>,
  planning: Planning,
): Promise<readonly PlannedScenario[]> {
  const scenario = version === null ? given : onVersion(given, version, planning);
  const name = version === null ? given.name : `${given.name} on ${version}`;
  if (scenario.expectation === 'UNSUPPORTED') {
    const judgement = judgeRefusal(scenario, await refusalOfScenario(scenario, planning));
    return [{ scenario, name, version, judgement }];
  }
  const test = await planScenario(scenario, seed, planning);
  return Array.from({ length: repeat }, (_, run) => ({
    scenario,
    version,
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
