import { Command } from 'commander';

import { InputError } from '../../core/errors.js';
import { renderTrackRecord } from '../../report/index.js';
import { defaultResultsFolder } from '../../store/layout.js';
import { writeText } from '../../store/run-writer.js';
import { scenarioRuns } from '../../store/scenario-runs.js';
import type { CommandContext } from '../command-context.js';
import { Screen } from '../screen.js';

interface RecordOptions {
  readonly results: string;
  readonly output?: string;
}

/** `scenario record`: what all stored runs of scenarios came to, as a page in Markdown. */
export function scenarioRecordCommand({ invocation }: CommandContext): Command {
  return new Command('record')
    .description(
      'tell what the stored runs of scenarios came to: how often as expected, with figures and versions',
    )
    .option('--results <folder>', 'where the runs are', defaultResultsFolder())
    .option('--output <file>', 'write the page, in Markdown, to this file instead of stdout')
    .action(async ({ results, output }: RecordOptions) => {
      const screen = new Screen();
      const runs = await scenarioRuns(results, (folder, { message }) => {
        screen.log(`${folder} is left out: ${message}`);
      });
      if (runs.length === 0) {
        throw new InputError({
          code: 'E_NO_RUNS',
          expected: `judged runs of scenarios in ${results}`,
          actual: 'there is none',
          advice:
            'run some first: `faultline scenario run --all`; or name another folder with --results',
        });
      }
      const page = renderTrackRecord(runs, `${invocation} scenario record`);
      if (output === undefined) screen.result(page);
      else await writeText(output, page);
    });
}
