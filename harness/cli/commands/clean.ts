import { Command } from 'commander';

import { clean } from '../../../docker/index.js';
import { cleanHosts } from '../../../hosts/index.js';
import { EXIT } from '../exit-code.js';
import { Screen } from '../screen.js';

interface CleanOptions {
  readonly all?: true;
  readonly dryRun?: true;
  readonly json?: true;
}

/** Removes what a killed harness left behind. */
export function cleanCommand(): Command {
  return new Command('clean')
    .description(
      'remove what killed runs left: containers, networks, routes, and what they began on hosts by ssh; never what is not ours',
    )
    .option('--all', 'also what belongs to a run that is still going on')
    .option('--dry-run', 'only tell what would be removed')
    .option('--json', 'as JSON')
    .action(async (options: CleanOptions) => {
      const screen = new Screen();
      const dryRun = options.dryRun === true;
      const all = options.all === true;
      const [here, there] = [await clean({ all, dryRun }), await cleanHosts({ all, dryRun })];
      const removed = [...here.removed, ...there.removed];
      const kept = [...here.kept, ...there.kept];
      const failures = [...here.failures, ...there.failures];
      if (options.json === true) {
        screen.json(
          dryRun ? { wouldRemove: removed, kept, failures } : { removed, kept, failures },
        );
      } else {
        const done = dryRun ? 'would remove' : 'removed';
        for (const item of removed) screen.result(`${done} ${item}`);
        for (const item of kept) screen.result(`kept ${item}: its run is still going on`);
        for (const item of failures) screen.log(`could not remove ${item}`);
        if (removed.length === 0 && failures.length === 0) {
          screen.result('nothing was left behind');
        }
      }
      process.exitCode = failures.length > 0 ? EXIT.crash : EXIT.valid;
    });
}
