import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import { InputError } from '../core/errors.js';

/** The names that a config file may have when nobody says which file it is. */
export const CONFIG_FILES = [
  'faultline.config.ts',
  'faultline.config.js',
  'faultline.config.mjs',
] as const;

/**
 * The config file of a folder: in it, or in the nearest folder above that has one.
 * @returns its absolute path; `null` where there is none.
 * @throws InputError where one folder has several.
 */
export function findConfig(folder: string): string | null {
  const here = resolve(folder);
  const found = CONFIG_FILES.filter((name) => existsSync(join(here, name)));
  const [first] = found;
  if (found.length > 1) {
    throw new InputError({
      code: 'E_CONFIG',
      expected: 'one config file in a folder',
      actual: `${here} has ${found.join(' and ')}`,
      advice: 'remove all but one, or name one with --config',
    });
  }
  if (first !== undefined) return join(here, first);
  const above = dirname(here);
  return above === here ? null : findConfig(above);
}
