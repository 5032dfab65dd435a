import { Option, type Command } from 'commander';

import { InputError } from '../core/errors.js';
import type { Model } from '../core/model.js';
import { count, counted } from '../core/words.js';
import { formats, type Format } from '../histories/index.js';
import type { ImportRequest } from '../store/import-run.js';
import { historyFile } from './history-file.js';
import { judgedBy, modelTable, table, withModelFlags, type ModelFlags } from './model-options.js';
import { named } from '../core/named.js';
import { faultlineVersion } from './package-info.js';
import type { Screen } from './screen.js';

/** The options of every command that imports a history. */
export interface ImportFlags extends ModelFlags {
  readonly format?: string;
  readonly maxEvent: number;
}

/** Adds those options, with the models and formats below the help. */
export function withImportFlags(command: Command, models: readonly Model[]): Command {
  return withModelFlags(command)
    .addOption(
      new Option('--format <name>', 'format of the file (default: detected)').choices(
        formats.map(({ name }) => name),
      ),
    )
    .addHelpText('after', () => {
      const own = '  Those of your own config: `faultline list models`.';
      return `\n${modelTable(models)}\n${own}\n\n${table('Formats', formats)}`;
    });
}

/** What else an import needs to know. */
export interface ImportContext {
  readonly models: readonly Model[];
  /** The shell command that judges the history again. */
  readonly command: string;
  readonly screen: Screen;
  readonly signal: AbortSignal;
}

/**
 * The import that a command was told to do.
 * @throws InputError when there is no such file, or an option makes no sense.
 */
export async function importRequest(
  file: string,
  flags: ImportFlags,
  { models, command, screen, signal }: ImportContext,
): Promise<ImportRequest> {
  const judged = judgedBy(flags, models);
  if (judged === undefined) {
    throw new InputError({
      code: 'E_OPTION',
      expected: 'a --model: what the store claims to be',
      actual: 'none was named',
      advice: `name one of ${models.map(({ name }) => name).join(', ')}`,
    });
  }
  const path = await historyFile(file);
  return {
    file: path,
    ...judged,
    ...(flags.format === undefined ? {} : { format: formatOf(flags.format) }),
    maxEvent_MiB: flags.maxEvent,
    faultlineVersion: faultlineVersion(),
    command,
    signal,
    onProgress: (chars, events) => {
      const read = count(Math.round(chars / 2 ** 20));
      screen.status(`reading ${path}: ${counted(events, 'event')} in ${read} MiB`);
    },
  };
}

function formatOf(name: string): Format {
  return named(formats, name, 'format');
}
