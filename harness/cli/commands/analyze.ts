import { Command } from 'commander';

import { models } from '../../../checkers/index.js';
import { analyseStored } from '../analysis.js';
import type { CommandContext } from '../command-context.js';
import {
  boundsOf,
  configOption,
  withBoundFlags,
  type BoundFlags,
  type ConfigOptions,
} from '../common-options.js';
import { exitCodeOfOutcome } from '../exit-code.js';
import { interruptible } from '../interruption.js';
import { judgedBy, modelTable, withModelFlags, type ModelFlags } from '../model-options.js';
import { Screen } from '../screen.js';
import { printRun } from '../summary.js';

interface AnalyzeOptions extends ConfigOptions, BoundFlags, ModelFlags {
  readonly json?: true;
  readonly explain?: true;
}

const EXAMPLES = `Examples:
  faultline analyze results/latest
  faultline analyze results/latest --model register --independent   an imported history, as something else
`;

/** Judges a stored run again: the same code that judges a fresh one. */
export function analyzeCommand(line: CommandContext): Command {
  const command = new Command('analyze')
    .description(
      'judge a stored run again, and write its results and report anew; exits by the verdict',
    )
    .argument('<run>', 'folder of a run, such as results/latest')
    .option('--explain', 'also print whole legal orders')
    .option('--json', 'print the outcome as a line of JSON on stdout')
    .addHelpText('before', EXAMPLES)
    .action(async (folder: string, options: AnalyzeOptions) => {
      const screen = new Screen();
      const { signal, release } = interruptible(screen, 'exit');
      try {
        const catalogue = await line.catalogue(options);
        const judged = judgedBy(options, catalogue.models);
        const report = await analyseStored(folder, catalogue, {
          signal,
          ...boundsOf(options),
          explain: options.explain === true,
          ...(judged === undefined ? {} : { judgedBy: judged }),
        });
        signal.throwIfAborted();
        printRun(screen, report, options.json === true);
        process.exitCode = exitCodeOfOutcome(report.analysis.outcome);
      } finally {
        release();
      }
    });
  return withBoundFlags(withModelFlags(command))
    .addOption(configOption())
    .addHelpText(
      'after',
      () => `\nOf imported histories, the model and its options:\n\n${modelTable(models)}`,
    );
}
