import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';

import { Command } from 'commander';

import { CONFIG_FILES } from '../../catalogue/index.js';
import { EnvironmentError, InputError, messageOf } from '../../core/errors.js';
import type { CommandContext } from '../command-context.js';
import { CONFIG_TEMPLATE } from '../init/template.js';
import { Screen } from '../screen.js';

/** A config to begin with, which runs as it is. */
export function initCommand(line: CommandContext): Command {
  return new Command('init')
    .description('write a faultline.config.ts to begin with: a tiny store of your own that runs')
    .argument('[folder]', 'where', '.')
    .addHelpText('before', 'Examples:\n  faultline init\n  faultline init tests/consistency\n')
    .action(async (given: string) => {
      const folder = resolve(given);
      const file = join(folder, CONFIG_FILES[0]);
      refuseSecond(folder);
      await written(file);
      const screen = new Screen();
      screen.result(`${relative(process.cwd(), file)} is written. Now, in its folder:`);
      screen.result(`  ${line.invocation} run     tests its store with every workload that fits`);
      screen.result(`  ${line.invocation} list    what there is to test with`);
      screen.result('Runs land in results/, which git should ignore.');
    });
}

/** @throws InputError where the folder has a config already. */
function refuseSecond(folder: string): void {
  const there = CONFIG_FILES.filter((name) => existsSync(join(folder, name)));
  if (there.length === 0) return;
  throw new InputError({
    code: 'E_CONFIG_EXISTS',
    expected: `a folder without a config: ${folder}`,
    actual: `it has ${there.join(' and ')}`,
    advice: 'nothing was written; remove it, or name another folder',
  });
}

async function written(file: string): Promise<void> {
  try {
    await mkdir(resolve(file, '..'), { recursive: true });
    // Never over a file that has come in the meantime.
    await writeFile(file, CONFIG_TEMPLATE, { flag: 'wx' });
  } catch (error) {
    throw new EnvironmentError({
      code: 'E_WRITE',
      expected: `to write ${file}`,
      actual: messageOf(error),
      advice: 'give the folder the rights for it, or name another one',
      cause: error,
    });
  }
}
