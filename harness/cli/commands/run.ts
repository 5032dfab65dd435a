import { Command } from 'commander';

import { hostKernel } from '../../../docker/index.js';
import type { LoadedCatalogue } from '../../catalogue/index.js';
import type { NemesisRequest } from '../../core/test-request.js';
import { worstOutcome, type Outcome } from '../../core/verdict.js';
import {
  optionsFromText,
  type PlannedTest,
  type Planning,
  planReplay,
  planTest,
  type SeededRequest,
} from '../../plan/index.js';
import { readRun } from '../../store/run-reader.js';
import { readSchedule } from '../../store/schedule-file.js';
import { campaignRun } from '../campaign.js';
import { chosenParts } from '../chosen-parts.js';
import type { CommandContext } from '../command-context.js';
import { EXIT, exitCodeOfOutcome } from '../exit-code.js';
import { refuseIdleOptions } from '../idle-options.js';
import { repeatCommand } from '../repeat-command.js';
import { type RunOptions, withRunOptions } from '../run-options.js';
import { Screen } from '../screen.js';
import { freshSeed, seedOfRepeat } from '../seed.js';
import { Session } from '../session.js';
import { repeatedName, Summaries } from '../summaries.js';
import { printRun } from '../summary.js';

const EXAMPLES = `Examples:
  faultline run --system redis-sentinel --nemesis partition-primary --time-limit 30
  faultline run --system redis-sentinel --clients pinned --nemesis partition-primary
  faultline run --system redis-replication --workload register --rate 0
  faultline run --system memory --system-option splitBrain=true --nemesis partition-primary
`;

/** A test put together on the command line. */
export function runCommand(line: CommandContext): Command {
  return withRunOptions(
    new Command('run')
      .description('test a system with a workload under a nemesis; exits by the verdict')
      .addHelpText('before', EXAMPLES),
  ).action((options: RunOptions, command: Command) => run(line, options, command));
}

async function run(line: CommandContext, options: RunOptions, command: Command): Promise<void> {
  const catalogue = await line.catalogue(options);
  refuseIdleOptions(options, command, catalogue);
  const tests = await planned(options, catalogue);
  const screen = new Screen();
  const leftOut = new Map(tests.flatMap((test) => [...test.leftOut]));
  for (const [f, reason] of leftOut) screen.log(`left out: ${f} (${reason})`);
  const warnings = new Set(tests.flatMap(({ shortOfTime }) => shortOfTime ?? []));
  for (const warning of warnings) screen.log(`warning: ${warning}`);
  if (options.dryRun === true) {
    const plans = tests.map(({ plan }) => plan);
    screen.json(plans.length === 1 ? plans[0] : plans);
    return;
  }
  const runs = tests.flatMap((test) =>
    Array.from({ length: options.repeat }, (_, count) => ({
      test: { ...test, plan: { ...test.plan, seed: seedOfRepeat(test.plan.seed, count) } },
      name: repeatedName(test.plan.name, count, options.repeat),
      system: test.system.name,
      workload: test.workload.name,
    })),
  );
  await Session.use(options, catalogue, async (session) => {
    const outcomes: Outcome[] = [];
    let failed = false;
    const summaries = new Summaries(
      options,
      runs.map(({ name, system, workload }) => ({ name, system, workload })),
    );
    for (const [index, { test, workload }] of runs.entries()) {
      const { seed } = test.plan;
      const which = tests.length === 1 ? { seed } : { seed, workload };
      const command = repeatCommand(line.invocation, line.words, which);
      const report = await summaries.during(index, () =>
        campaignRun(session, { test, scenario: null, command }),
      );
      outcomes.push(report.analysis.outcome);
      failed ||= report.run.ended === 'failed';
      printRun(session.screen, report, options.json === true);
    }
    process.exitCode = failed ? EXIT.crash : exitCodeOfOutcome(worstOutcome(outcomes));
  });
}

/** @throws InputError for anything that does not fit together. */
async function planned(
  options: RunOptions,
  catalogue: LoadedCatalogue,
): Promise<readonly PlannedTest[]> {
  const planning: Planning = { catalogue, kernel: hostKernel };
  if (options.replay !== undefined) {
    return [await planReplay(await readRun(options.replay), options.seed, planning)];
  }
  const { system, workloads } = chosenParts(options, catalogue);
  const seed = options.seed ?? freshSeed();
  const tests: PlannedTest[] = [];
  for (const workload of workloads) {
    tests.push(await planTest(await requestOf(options, { system, workload, seed }), planning));
  }
  return tests;
}

async function requestOf(
  options: RunOptions,
  { system, workload, seed }: Pick<PlannedTest, 'system' | 'workload'> & { readonly seed: number },
): Promise<SeededRequest> {
  const { nodes, clients, logPattern, timeLimit } = options;
  const checkers =
    logPattern === undefined
      ? options.checkers
      : [...new Set([...(options.checkers ?? workload.checkers), 'log-patterns'])];
  return {
    system: system.name,
    workload: workload.name,
    systemOptions: optionsFromText(system.name, system.defaults, options.systemOption ?? {}),
    workloadOptions: optionsFromText(
      workload.name,
      workload.defaults,
      options.workloadOption ?? {},
    ),
    faults:
      options.schedule === undefined ? nemesisOf(options) : await readSchedule(options.schedule),
    ...(checkers === undefined ? {} : { checkers }),
    ...(logPattern === undefined ? {} : { logPatterns: logPattern }),
    ...(nodes === undefined ? {} : { nodeCount: nodes }),
    ...(clients === undefined ? {} : { clientMode: clients }),
    ...(timeLimit === undefined ? {} : { timeLimit_ms: timeLimit * 1000 }),
    concurrency: options.concurrency,
    rate: options.rate,
    opTimeout_ms: options.opTimeout * 1000,
    acknowledgedPerFault: options.acknowledgedPerFault,
    seed,
  };
}

function nemesisOf(options: RunOptions): NemesisRequest {
  return {
    nemesis: options.nemesis,
    quiet_ms: options.quiet * 1000,
    active_ms: options.active * 1000,
    at_once: options.atOnce,
    jitter: options.jitter,
  };
}
