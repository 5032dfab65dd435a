import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';

import { Command } from 'commander';

import { CONFIG_FILES } from '../../catalogue/index.js';
import { EnvironmentError, InputError, messageOf } from '../../core/errors.js';
import { listInWords } from '../../core/words.js';
import type { CommandContext } from '../command-context.js';
import { CONTAINER_TEMPLATE } from '../init/container-template.js';
import { IN_PROCESS_TEMPLATE } from '../init/template.js';
import { Screen } from '../screen.js';

/** A config to begin with, which runs as it is. */
export function initCommand(line: CommandContext): Command {
  return new Command('init')
    .description('write a faultline.config.ts to begin with: a tiny store of your own that runs')
    .argument('[folder]', 'where', '.')
    .option('--container', 'a store in a container, with its image, instead of one in this process')
    .addHelpText(
      'before',
      'Examples:\n  faultline init\n  faultline init --container tests/consistency\n',
    )
    .action(async (given: string, { container }: { readonly container?: true }) => {
      const folder = resolve(given);
      const template = container === true ? CONTAINER_TEMPLATE : IN_PROCESS_TEMPLATE;
      refuseSecond(folder, Object.keys(template));
      for (const [name, text] of Object.entries(template)) await written(join(folder, name), text);
      const screen = new Screen();
      const names = Object.keys(template).map((name) => relative('.', join(folder, name)));
      screen.result(`Written: ${listInWords(names)}. Now, in the folder of the config:`);
      if (container === true) {
        screen.result(`  ${line.invocation} doctor                     what real nodes need`);
        screen.result(
          `  ${line.invocation} run --nemesis kill-any     tests its store, and kills it`,
        );
      } else {
        screen.result(`  ${line.invocation} run     tests its store with every workload that fits`);
        screen.result(`  ${line.invocation} list    what there is to test with`);
      }
      screen.result('Runs land in results/, which git should ignore.');
    });
}

/** @throws InputError where the folder has a config already, or another file that would be written. */
function refuseSecond(folder: string, names: readonly string[]): void {
  const there = [...new Set([...CONFIG_FILES, ...names])].filter((name) =>
    existsSync(join(folder, name)),
  );
  if (there.length === 0) return;
  throw new InputError({
    code: 'E_CONFIG_EXISTS',
    expected: `a folder without a config or what belongs to it: ${folder}`,
    actual: `it has ${there.join(' and ')}`,
    advice: 'nothing was written; remove it, or name another folder',
  });
}

async function written(file: string, text: string): Promise<void> {
  try {
    await mkdir(resolve(file, '..'), { recursive: true });
    // Never over a file that has come in the meantime.
    await writeFile(file, text, { flag: 'wx' });
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
