import { Command } from 'commander';

import { analyseStored } from '../analysis.js';
import type { CommandLine } from '../command-line.js';
import { type ConfigOptions, configOption, maxEventOption } from '../common-options.js';
import { exitCodeOfOutcome } from '../exit-code.js';
import { interruptible } from '../interruption.js';
import { integer } from '../option-parsers.js';
import { Screen } from '../screen.js';
import { printRun } from '../summary.js';

interface AnalyzeOptions extends ConfigOptions {
  readonly json?: true;
  readonly maxEvent: number;
  readonly timeout?: number;
  readonly memory: number;
}

/** Judges a stored run again: the same code that judges a fresh one. */
export function analyzeCommand(line: CommandLine): Command {
  return new Command('analyze')
    .description(
      'judge a stored run again, and write its results and report anew; exits by the verdict',
    )
    .argument('<run>', 'folder of a run, such as results/latest')
    .addOption(configOption())
    .addOption(maxEventOption())
    .option(
      '--timeout <seconds>',
      'bound on each checker (default: 60, and 20 more for each million events)',
      integer(1),
    )
    .option('--memory <MiB>', 'bound on each checker', integer(64), 2048)
    .option('--json', 'print the outcome as a line of JSON on stdout')
    .addHelpText('before', 'Examples:\n  faultline analyze results/latest\n')
    .action(async (folder: string, options: AnalyzeOptions) => {
      const screen = new Screen();
      const { signal, release } = interruptible(screen, 'exit');
      try {
        const report = await analyseStored(folder, await line.catalogue(options), {
          signal,
          maxEvent_MiB: options.maxEvent,
          ...(options.timeout === undefined ? {} : { timeout_ms: options.timeout * 1000 }),
          memory_bytes: options.memory * 1024 ** 2,
        });
        signal.throwIfAborted();
        printRun(screen, report, options.json === true);
        process.exitCode = exitCodeOfOutcome(report.analysis.outcome);
      } finally {
        release();
      }
    });
}
