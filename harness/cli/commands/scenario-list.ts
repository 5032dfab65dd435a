import { Command } from 'commander';

import { duration_s } from '../../core/run-duration.js';
import { defaultResultsFolder } from '../../store/layout.js';
import { scenarioRuns } from '../../store/scenario-runs.js';
import type { CommandContext } from '../command-context.js';
import { type ConfigOptions, configOption } from '../common-options.js';
import { Screen } from '../screen.js';

interface ListOptions extends ConfigOptions {
  readonly results: string;
  readonly json?: true;
}

/** `scenario list`: claims, what is expected, where the claims come from, and how long the last run of each took. */
export function scenarioListCommand(line: CommandContext): Command {
  return new Command('list')
    .description('all scenarios; the time is that of the last stored run of each')
    .addOption(configOption())
    .option('--results <folder>', 'where stored runs are', defaultResultsFolder())
    .option('--json', 'as JSON')
    .action(async (options: ListOptions) => {
      const { scenarios } = await line.catalogue(options);
      const screen = new Screen();
      const runs = await scenarioRuns(options.results, (folder, { message }) => {
        screen.log(`${folder} is left out: ${message}`);
      });
      const took_s = new Map(runs.map((one) => [one.scenario.name, Math.round(duration_s(one))]));
      const rows = scenarios.map(({ name, claim, expectation, source, test }) => ({
        name,
        expectation,
        claim,
        source,
        system: test.system,
        took_s: took_s.get(name) ?? null,
      }));
      const width = Math.max(...rows.map(({ name }) => name.length));
      const text = rows.map((row) => {
        const took = row.took_s === null ? '' : `${row.took_s} s`;
        const head = `${row.name.padEnd(width)}  ${row.expectation.padEnd(11)}  ${took.padStart(5)}`;
        return `${head}  ${row.claim}\n${' '.repeat(head.length)}  (${row.source})`;
      });
      if (options.json === true) screen.json(rows);
      else screen.result(text.join('\n'));
    });
}
