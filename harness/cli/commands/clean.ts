import { Command } from 'commander';

import { clean } from '../../../docker/index.js';
import { EXIT } from '../exit-code.js';

/** Removes what a killed harness left behind. */
export function cleanCommand(): Command {
  return new Command('clean')
    .description(
      'remove what killed runs left: containers, networks, routes; never what is not ours',
    )
    .option('--all', 'also what belongs to a run that is still going on')
    .option('--json', 'as JSON')
    .action(async (options: { readonly all?: true; readonly json?: true }) => {
      const report = await clean({ all: options.all === true });
      if (options.json === true) {
        process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
      } else {
        for (const item of report.removed) process.stdout.write(`removed ${item}\n`);
        for (const item of report.kept)
          process.stdout.write(`kept ${item}: its run is still going on\n`);
        for (const item of report.failures) process.stderr.write(`could not remove ${item}\n`);
        if (report.removed.length === 0 && report.failures.length === 0) {
          process.stdout.write('nothing was left behind\n');
        }
      }
      process.exitCode = report.failures.length > 0 ? EXIT.crash : EXIT.valid;
    });
}
