import { Command } from 'commander';

import { models } from '../../../checkers/index.js';
import { counted } from '../../core/words.js';
import { importRun } from '../../store/import-run.js';
import { defaultResultsFolder } from '../../store/layout.js';
import type { CommandContext } from '../command-context.js';
import { configOption, maxEventOption, type ConfigOptions } from '../common-options.js';
import { importRequest, withImportFlags, type ImportFlags } from '../import-history.js';
import { interruptible } from '../interruption.js';
import { Screen } from '../screen.js';
import { shellCommand } from '../shell-words.js';

interface ImportOptions extends ConfigOptions, ImportFlags {
  readonly results: string;
  readonly json?: true;
}

const EXAMPLES = `Examples:
  faultline import history.edn --model cas-register --independent
  faultline analyze results/latest                  judge it, and write its report
  faultline analyze results/latest --model register judge it as something else
`;

/** Stores a history that anyone recorded as a run. */
export function importCommand(line: CommandContext): Command {
  const command = new Command('import')
    .description(
      'store a history that anyone recorded as a run, which analyze, report and export take; prints its folder',
    )
    .argument('<file>', 'history in any of the formats below, the folder of a run, or - for stdin')
    .option('--results <folder>', 'where it lands', defaultResultsFolder())
    .addOption(maxEventOption())
    .option('--json', 'print what was stored as a line of JSON on stdout')
    .addHelpText('before', EXAMPLES)
    .action(async (file: string, options: ImportOptions) => {
      const screen = new Screen();
      const { signal, release } = interruptible(screen, 'exit');
      try {
        const { models: known } = await line.catalogue(options);
        const command = shellCommand(line.invocation, ['check', ...line.words.slice(1)]);
        const context = { models: known, command, screen, signal };
        const request = await importRequest(file, options, context);
        const { folder, events, format } = await importRun({
          ...request,
          results: options.results,
        });
        screen.status('');
        if (options.json === true) {
          screen.result(JSON.stringify({ folder, events, format: format.name }));
        } else {
          screen.log(`${counted(events, 'event')} imported, read as ${format.name}`);
          screen.result(folder);
        }
      } finally {
        release();
      }
    });
  return withImportFlags(command, models).addOption(configOption());
}
