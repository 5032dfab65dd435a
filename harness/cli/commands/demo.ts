import { Command, Option } from 'commander';

import { hostKernel } from '../../../docker/index.js';
import { named } from '../../core/named.js';
import type { CommandContext } from '../command-context.js';
import { withRunningOptions, type RunningOptions } from '../common-options.js';
import { ensureEngine } from '../engine-check.js';
import { exitCodeOfJudgements } from '../exit-code.js';
import { integer } from '../option-parsers.js';
import { planScenario } from '../../plan/index.js';
import { repeatCommand } from '../repeat-command.js';
import { runScenario } from '../scenario-run.js';
import { freshSeed } from '../seed.js';
import { Session } from '../session.js';
import { Summaries } from '../summaries.js';
import { printRun } from '../summary.js';

interface DemoOptions extends RunningOptions {
  readonly seed?: number;
  readonly simulated?: true;
}

/** From zero to a first real anomaly. */
export function demoCommand(line: CommandContext): Command {
  return withRunningOptions(
    new Command('demo')
      .description('a real Redis Sentinel loses acknowledged writes: found, proven, reported')
      .option('--seed <number>', 'fixes the ops and the fault schedule', integer(0, 0xffffffff))
      .addOption(
        new Option('--simulated', 'on the in-process store instead of real nodes').conflicts(
          'subnet',
        ),
      ),
  ).action((options: DemoOptions) => demo(line, options));
}

async function demo(line: CommandContext, options: DemoOptions): Promise<void> {
  await Session.use(options, await line.catalogue(options), async (session) => {
    const { screen, signal } = session;
    const engine =
      options.simulated === true
        ? { ready: false as const, reason: 'a simulation was asked for' }
        : await ensureEngine(screen, signal);
    if (!engine.ready) {
      screen.log(`No real nodes here (${engine.reason}).`);
      screen.log(
        'The same campaign runs on an in-process store with a split-brain bug: a simulation.',
      );
    }
    const scenario = named(
      session.catalogue.scenarios,
      engine.ready ? 'sentinel-split-brain' : 'memory-split-brain',
      'scenario',
    );
    screen.log(`Claim: ${scenario.claim}.`);
    const { name, test: asked } = scenario;
    const planned = { name, system: asked.system, workload: asked.workload };
    const seed = options.seed ?? freshSeed();
    const { catalogue } = session;
    const test = await planScenario(scenario, seed, { catalogue, kernel: hostKernel });
    const command = repeatCommand(line.invocation, ['scenario', 'run', name], { seed });
    const report = await new Summaries(options, [planned]).during(0, () =>
      runScenario(session, scenario, test, command),
    );
    printRun(screen, report, options.json === true);
    const { judgement } = report.analysis;
    process.exitCode = exitCodeOfJudgements(judgement === null ? [] : [judgement]);
  });
}
