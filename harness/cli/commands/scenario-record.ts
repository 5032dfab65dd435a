import { resolve } from 'node:path';

import { Command } from 'commander';

import { InputError } from '../../core/errors.js';
import { addRuns, type Addition } from '../../core/track-record.js';
import { counted } from '../../core/words.js';
import { renderTrackRecord } from '../../report/index.js';
import { defaultResultsFolder } from '../../store/layout.js';
import { writeText } from '../../store/run-writer.js';
import { scenarioRuns } from '../../store/scenario-runs.js';
import { readTrackRecord, writeTrackRecord } from '../../store/track-record-file.js';
import type { CommandContext } from '../command-context.js';
import { Screen } from '../screen.js';

interface RecordOptions {
  readonly results: string;
  readonly addTo?: string;
  readonly output?: string;
}

/** `scenario record`: what runs of scenarios came to, as a page in Markdown. */
export function scenarioRecordCommand({ invocation }: CommandContext): Command {
  return new Command('record')
    .description(
      'tell what the stored runs of scenarios came to: how often as expected, with figures and versions',
    )
    .option('--results <folder>', 'where the runs are', defaultResultsFolder())
    .option(
      '--add-to <file>',
      'count the runs in this record (JSON), which outlives their folders, and tell of all runs that it counts',
    )
    .option('--output <file>', 'write the page, in Markdown, to this file instead of stdout')
    .action(async ({ results, addTo, output }: RecordOptions) => {
      if (addTo !== undefined && output !== undefined && resolve(addTo) === resolve(output)) {
        throw sameFile(output);
      }
      const screen = new Screen();
      const before = addTo === undefined ? { scenarios: [] } : await readTrackRecord(addTo);
      const runs = await scenarioRuns(results, (folder, { message }) => {
        screen.log(`${folder} is left out: ${message}`);
      });
      const addition = addRuns(before, runs);
      const { record } = addition;
      if (record.scenarios.length === 0) throw noRuns(results);
      for (const [name, number] of addition.outdated) screen.log(outdatedInWords(name, number));
      if (addTo !== undefined) {
        await writeTrackRecord(addTo, record);
        screen.log(additionInWords(addTo, addition));
      }
      const page = renderTrackRecord(record, `${invocation} scenario record`);
      if (output === undefined) screen.result(page);
      else await writeText(output, page);
    });
}

function noRuns(results: string): InputError {
  return new InputError({
    code: 'E_NO_RUNS',
    expected: `judged runs of scenarios in ${results}`,
    actual: 'there is none',
    advice: 'run some first: `faultline scenario run --all`; or name another folder with --results',
  });
}

function sameFile(output: string): InputError {
  return new InputError({
    code: 'E_RECORD_FILE',
    expected: 'another file for the page (--output) than for the record (--add-to)',
    actual: `both are ${output}`,
    advice: 'name two files, such as record.json and RECORD.md',
  });
}

function outdatedInWords(name: string, number: number): string {
  return `${counted(number, 'run')} of ${name} ${number === 1 ? 'is' : 'are'} not counted: the expectation, the bound or the conditions were others than in its newest run`;
}

function additionInWords(file: string, { added, known }: Addition): string {
  const before = known === 0 ? '' : `; ${known} had been counted before`;
  return `${counted(added, 'run')} ${added === 1 ? 'was' : 'were'} added to ${file}${before}`;
}
