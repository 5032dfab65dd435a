import { Command } from 'commander';

import { InputError } from '../../core/errors.js';
import type { Judgement, Scenario } from '../../core/scenario.js';
import { hostKernel } from '../../../docker/index.js';
import { named } from '../../core/named.js';
import type { CommandContext } from '../command-context.js';
import { type RunningOptions, withRunningOptions } from '../common-options.js';
import { errorText, EXIT, exitCodeOfJudgements, SetupFailed } from '../exit-code.js';
import { matchesGlob } from '../glob.js';
import { integer, list } from '../option-parsers.js';
import type { Planning } from '../../plan/index.js';
import { repeatCommand } from '../repeat-command.js';
import { inTurn, planAll, type PlannedScenario, runScenario } from '../scenario-run.js';
import { Screen } from '../screen.js';
import { freshSeed } from '../seed.js';
import { type RunPlace, Session } from '../session.js';
import { Summaries } from '../summaries.js';
import { printRun } from '../summary.js';
import { scenarioListCommand } from './scenario-list.js';
import { scenarioRecordCommand } from './scenario-record.js';

interface ScenarioOptions extends RunningOptions {
  readonly all?: true;
  readonly repeat: number;
  readonly jobs: number;
  readonly seed?: number;
  readonly versions?: readonly string[];
}

const EXAMPLES = `Examples:
  faultline scenario list
  faultline scenario run sentinel-split-brain
  faultline scenario run 'healthy-etcd*' --repeat 10
  faultline scenario run --all --jobs 3 --junit junit.xml --markdown summary.md
  faultline scenario run 'sentinel-*' --versions 6.0,7.0,valkey-9.1
  faultline scenario record --output RECORD.md
`;

/** \`scenario list\`, \`scenario run\` and \`scenario record\`. */
export function scenarioCommand(line: CommandContext): Command {
  const command = new Command('scenario')
    .description('claims about stores, each with the verdict expected')
    .addHelpText('before', EXAMPLES);
  command.addCommand(scenarioListCommand(line));
  withRunningOptions(
    command
      .command('run')
      .description(
        'test scenarios; exits 0 when all came out as expected, 1 when not, 2 when something proved nothing',
      )
      .argument('[names...]', "names or globs, such as 'sentinel-*'")
      .option('--all', 'every scenario')
      .option('--repeat <times>', 'runs of each, with seeds that count on', integer(1, 10_000), 1)
      .option(
        '--jobs <number>',
        'runs beside each other, each with nodes and a network of its own',
        integer(1, 16),
        1,
      )
      .option(
        '--versions <names>',
        'versions of the store, joined by commas: each scenario on each of them (`faultline list systems` tells which systems have an option `version`)',
        list,
      )
      .option('--seed <number>', 'fixes the ops and the fault schedule', integer(0, 0xffffffff)),
  ).action((names: readonly string[], options: ScenarioOptions) =>
    runScenarios(line, names, options),
  );
  command.addCommand(scenarioRecordCommand(line));
  return command;
}

async function runScenarios(
  line: CommandContext,
  names: readonly string[],
  options: ScenarioOptions,
): Promise<void> {
  const catalogue = await line.catalogue(options);
  const chosen = choose(catalogue.scenarios, names, options.all === true);
  const config = options.config === undefined ? [] : ['--config', options.config];
  const { repeat, seed: first = freshSeed() } = options;
  // What can't be run is refused before anything runs.
  const planning: Planning = { catalogue, kernel: hostKernel };
  const asked = { seed: first, repeat, versions: options.versions ?? [null] };
  const left = new Screen();
  const runs = await planAll(chosen, asked, planning, (name, version, reason) => {
    left.log(`left out: ${name} on ${version} (${reason})`);
  });
  const summaries = new Summaries(
    options,
    runs.map(({ name, scenario: { test } }) => ({
      name,
      system: test.system,
      workload: test.workload,
    })),
  );
  const inLanes = options.jobs > 1;
  if (inLanes) refuseShared(runs, options);
  const judgements: Judgement[] = [];
  let failedSetups = 0;
  await Session.use(options, catalogue, async (session) => {
    const begin = async (index: number, run: PlannedScenario, place: RunPlace): Promise<void> => {
      if ('judgement' in run) {
        const { name, judgement } = run;
        await summaries.planJudged(index, judgement);
        judgements.push(judgement);
        place.screen.result(
          options.json === true ? JSON.stringify({ name, judgement }) : judgement.sentence,
        );
        return;
      }
      const { scenario, test } = run;
      if (test.shortOfTime !== null) place.screen.log(`warning: ${test.shortOfTime}`);
      const on = run.version === null ? [] : ['--versions', run.version];
      const words = ['scenario', 'run', scenario.name, ...on, ...config];
      const command = repeatCommand(line.invocation, words, { seed: test.plan.seed });
      const report = await summaries
        .during(index, () => runScenario(place, scenario, test, command))
        .catch((error: unknown) => {
          // Of several scenarios the others can still be tested.
          if (runs.length === 1 || !(error instanceof SetupFailed)) throw error;
          place.screen.log(errorText(error, false));
          failedSetups += 1;
          return null;
        });
      if (report === null) return;
      if (report.analysis.judgement !== null) judgements.push(report.analysis.judgement);
      printRun(place.screen, report, options.json === true);
    };
    await inTurn(runs, options.jobs, (index, run, lane) =>
      begin(index, run, inLanes ? session.beside(lane, run.name) : session),
    );
    session.screen.log(totals(judgements, runs.length));
  });
  process.exitCode = failedSetups > 0 ? EXIT.crash : exitCodeOfJudgements(judgements);
}

/** @throws InputError where runs can't go on beside each other: they would share nodes, or a network. */
function refuseShared(runs: readonly PlannedScenario[], { subnet, jobs }: ScenarioOptions): void {
  const shared = runs.find(
    (run) => 'test' in run && (run.test.system.ssh ?? run.test.system.attach) !== undefined,
  );
  if (shared === undefined && subnet === undefined) return;
  throw new InputError({
    code: 'E_JOBS',
    expected: `nodes and a network of their own for each of ${jobs} runs beside each other`,
    actual:
      shared === undefined
        ? `--subnet ${subnet} names one network`
        : `the system of ${shared.name} runs on nodes that are there already`,
    advice: 'leave --jobs out',
  });
}

function totals(judgements: readonly Judgement[], runs: number): string {
  const expected = judgements.filter(({ result }) => result === 'as-expected').length;
  return `${expected} of ${runs} as expected`;
}

/** @throws InputError when nothing is named, or a name fits no scenario. */
function choose(
  scenarios: readonly Scenario[],
  patterns: readonly string[],
  all: boolean,
): readonly Scenario[] {
  if (all && patterns.length > 0) {
    throw new InputError({
      code: 'E_NO_SCENARIO',
      expected: 'names of scenarios, or --all',
      actual: `--all was given, and also ${patterns.join(', ')}`,
      advice: 'leave one of them out',
    });
  }
  if (all) return scenarios;
  if (patterns.length === 0) {
    throw new InputError({
      code: 'E_NO_SCENARIO',
      expected: 'names of scenarios, or --all',
      actual: 'neither was given',
      advice: '`faultline scenario list` tells what there is',
    });
  }
  const chosen = patterns.flatMap((pattern) => {
    const fitting = scenarios.filter(({ name }) => matchesGlob(name, pattern));
    return fitting.length > 0 ? fitting : [named(scenarios, pattern, 'scenario')];
  });
  return [...new Set(chosen)];
}
