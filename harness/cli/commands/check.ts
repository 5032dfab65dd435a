import { Command } from 'commander';

import { models } from '../../../checkers/index.js';
import { importRun, readImport } from '../../store/import-run.js';
import { analyseStored, judgeRun } from '../analysis.js';
import type { CommandContext } from '../command-context.js';
import {
  boundsOf,
  configOption,
  withBoundFlags,
  type BoundFlags,
  type ConfigOptions,
} from '../common-options.js';
import { exitCodeOfOutcome } from '../exit-code.js';
import { importRequest, withImportFlags, type ImportFlags } from '../import-history.js';
import { interruptible } from '../interruption.js';
import { Screen } from '../screen.js';
import { shellCommand } from '../shell-words.js';
import { printRun } from '../summary.js';

interface CheckOptions extends ConfigOptions, ImportFlags, BoundFlags {
  readonly results?: string;
  readonly explain?: true;
  readonly json?: true;
}

const JUDGING = 'judging the history';

const EXAMPLES = `Examples:
  faultline check history.edn --model cas-register --initial 0
  faultline check results/latest --model cas-register --independent
  faultline check history.json --model register --independent --initial-by-key '{"a":5,"b":7}'
  faultline check history.csv --model queue --results results
  faultline check history.edn --model list-append --consistency-model serializable
`;

/** Judges a history that anyone may have recorded: imports it, and analyzes the run that this makes. */
export function checkCommand(line: CommandContext): Command {
  const command = new Command('check')
    .description(
      'judge whether a recorded history is linearizable, or serializable; exits by the verdict. It is `import` and `analyze` in one',
    )
    .argument('<file>', 'history in any of the formats below, the folder of a run, or - for stdin')
    .option(
      '--results <folder>',
      'keep the imported run there, with its report (default: nothing is kept)',
    )
    .option('--explain', 'also print whole legal orders')
    .option('--json', 'print the outcome as a line of JSON on stdout')
    .addHelpText('before', EXAMPLES)
    .action(async (file: string, options: CheckOptions) => {
      const screen = new Screen();
      const { signal, release } = interruptible(screen, 'exit');
      const { results } = options;
      const kept = results !== undefined;
      try {
        const catalogue = await line.catalogue(options);
        const command = shellCommand(line.invocation, line.words);
        const context = { models: catalogue.models, command, screen, signal };
        const request = await importRequest(file, options, context);
        const judging = { ...boundsOf(options), signal, explain: options.explain === true };
        const report = kept
          ? await importRun({ ...request, results }).then(({ folder }) => {
              screen.status(JUDGING);
              return analyseStored(folder, catalogue, judging);
            })
          : await readImport(request).then((run) => {
              screen.status(JUDGING);
              return judgeRun(run, catalogue, judging);
            });
        signal.throwIfAborted();
        screen.status('');
        printRun(screen, report, options.json === true, kept);
        process.exitCode = exitCodeOfOutcome(report.analysis.outcome);
      } finally {
        release();
      }
    });
  return withBoundFlags(withImportFlags(command, models)).addOption(configOption());
}
