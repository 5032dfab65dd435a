import { Command } from 'commander';

import { InputError } from '../../core/errors.js';
import { counted } from '../../core/words.js';
import { defaultResultsFolder } from '../../store/layout.js';
import { removeRun, storedRuns } from '../../store/stored-runs.js';
import { atLeast } from '../option-parsers.js';
import { GIB, runsToPrune, sizeInWords } from '../prune.js';
import { Screen } from '../screen.js';

const MS_PER_DAY = 86_400_000;

interface PruneOptions {
  readonly results: string;
  readonly maxSize?: number;
  readonly olderThan?: number;
  readonly dryRun?: true;
  readonly json?: true;
}

const EXAMPLES = `Examples:
  faultline prune --max-size 2                  keep at most 2 GiB of runs
  faultline prune --older-than 30 --dry-run     what is older than 30 days, without removing it
`;

/** Removes stored runs by size or by age. */
export function pruneCommand(): Command {
  return new Command('prune')
    .description(
      'remove stored runs: of too many, those that passed before others and the oldest first; never one of the last hour',
    )
    .addHelpText('before', EXAMPLES)
    .option('--results <folder>', 'where the runs are', defaultResultsFolder())
    .option('--max-size <GiB>', 'how much all runs together may take up', atLeast(0))
    .option('--older-than <days>', 'runs that were last written to longer ago', atLeast(0))
    .option('--dry-run', 'only tell what would be removed')
    .option('--json', 'as JSON')
    .action(prune);
}

async function prune(options: PruneOptions): Promise<void> {
  const { results, maxSize, olderThan, dryRun = false } = options;
  if (maxSize === undefined && olderThan === undefined) {
    throw new InputError({
      code: 'E_PRUNE',
      expected: '--max-size, --older-than or both',
      actual: 'neither was given',
      advice: 'say what may stay: `faultline prune --max-size 5`',
    });
  }
  const bounds = {
    ...(maxSize === undefined ? {} : { bytes: maxSize * GIB }),
    ...(olderThan === undefined ? {} : { age_ms: olderThan * MS_PER_DAY }),
  };
  const screen = new Screen();
  const runs = await storedRuns(results);
  const removed = runsToPrune(runs, bounds, Date.now());
  for (const { folder, bytes } of removed) {
    if (!dryRun) await removeRun(folder);
    if (options.json !== true) {
      screen.result(`${dryRun ? 'would remove' : 'removed'} ${folder} (${sizeInWords(bytes)})`);
    }
  }
  const freed = removed.reduce((sum, { bytes }) => sum + bytes, 0);
  if (options.json === true) {
    const folders = removed.map(({ folder }) => folder);
    const kept = runs.length - removed.length;
    screen.json({ dryRun, removed: folders, bytes: freed, kept });
    return;
  }
  const what = `${counted(removed.length, 'run')} of ${runs.length}`;
  screen.result(`${dryRun ? 'would remove' : 'removed'} ${what}, ${sizeInWords(freed)}`);
}
