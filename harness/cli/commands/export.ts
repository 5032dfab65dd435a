import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { Command, Option } from 'commander';

import { diskError } from '../../store/disk-error.js';
import { formats } from '../../histories/index.js';
import { readHistory } from '../../store/history-reader.js';
import { maxEventOption } from '../common-options.js';
import { historyFile } from '../history-file.js';
import { stdout } from '../output.js';
import { Screen } from '../screen.js';

/** The formats that can be written. */
const EXPORTS = new Map(
  formats.flatMap(({ name, write }) => (write === undefined ? [] : [[name, write]])),
);

const BLOCK_CHARS = 1 << 16;

interface ExportOptions {
  readonly format: string;
  readonly output?: string;
  readonly maxEvent: number;
}

/** Writes a run's history in the formats of others, so that their checkers can judge it. */
export function exportCommand(): Command {
  return new Command('export')
    .description('write a run’s history in a format that other checkers read; nothing is lost')
    .argument('<run>', 'folder of a run, such as results/latest, or a history.jsonl')
    .addOption(
      new Option('--format <name>', 'edn: Jepsen, Knossos, Elle; elle-json: elle-cli')
        .choices([...EXPORTS.keys()])
        .makeOptionMandatory(),
    )
    .option('--output <file>', 'where to write it (default: stdout)')
    .addOption(maxEventOption())
    .addHelpText(
      'before',
      'Examples:\n  faultline export results/latest --format edn --output history.edn\n',
    )
    .action(async (run: string, { format, output, maxEvent }: ExportOptions) => {
      const path = await historyFile(run);
      const { history, tornLastLine } = await readHistory(path, { maxEvent_MiB: maxEvent });
      const screen = new Screen();
      if (tornLastLine) screen.log('the last line is torn and was left out');
      const pieces = EXPORTS.get(format)?.(history) ?? [];
      if (output === undefined) return stdout.writeData(blocks(pieces));
      await toFile(pieces, output);
      screen.log(`${history.length} events written to ${output}`);
    });
}

async function toFile(pieces: Iterable<string>, path: string): Promise<void> {
  try {
    await pipeline(Readable.from(blocks(pieces)), createWriteStream(path));
  } catch (error) {
    throw diskError(path, error);
  }
}

/** Pieces joined into blocks that are worth a write. */
function* blocks(pieces: Iterable<string>): Generator<string> {
  let block = '';
  for (const piece of pieces) {
    block += piece;
    if (block.length < BLOCK_CHARS) continue;
    yield block;
    block = '';
  }
  if (block !== '') yield block;
}
