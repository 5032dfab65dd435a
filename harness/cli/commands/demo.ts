import { Command, Option } from 'commander';

import { findScenario } from '../catalogue.js';
import { withRunningOptions, type RunningOptions } from '../common-options.js';
import { ensureEngine } from '../engine-check.js';
import { exitCodeOfJudgements } from '../exit-code.js';
import { integer } from '../option-parsers.js';
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
export function demoCommand(): Command {
  return withRunningOptions(
    new Command('demo')
      .description('a real Redis Sentinel loses acknowledged writes: found, proven, reported')
      .option('--seed <number>', 'fixes the ops and the fault schedule', integer(0, 0xffffffff))
      .addOption(
        new Option('--simulated', 'on the in-process store instead of real nodes').conflicts(
          'subnet',
        ),
      ),
  ).action(demo);
}

async function demo(options: DemoOptions): Promise<void> {
  await Session.use(options, async (session) => {
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
    const scenario = findScenario(engine.ready ? 'sentinel-split-brain' : 'memory-split-brain');
    screen.log(`Claim: ${scenario.claim}.`);
    const { name, plan } = scenario;
    const planned = { name, system: plan.system.name, workload: plan.workload.name };
    const report = await new Summaries(options, [planned]).during(0, () =>
      runScenario(session, scenario, options.seed ?? freshSeed()),
    );
    printRun(screen, report, options.json === true);
    const { judgement } = report.analysis;
    process.exitCode = exitCodeOfJudgements(judgement === null ? [] : [judgement]);
  });
}
