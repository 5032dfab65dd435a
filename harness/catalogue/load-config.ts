import { existsSync } from 'node:fs';
import { dirname } from 'node:path';

import type { Config } from '../core/catalogue.js';
import { loadingFrom } from '../core/config-folder.js';
import { FaultlineError, InputError, messageOf } from '../core/errors.js';
import { checkConfig } from './check-config.js';

/**
 * Loads a config file: TypeScript or JavaScript, without a build. Whatever it imports from `faultline`
 * is this very package, also where the package is not installed beside it.
 * @throws InputError where there is no such file, where it fails to load, or where its default export
 *   is not a config.
 */
export async function loadConfig(file: string): Promise<Config> {
  if (!existsSync(file)) {
    throw new InputError({
      code: 'E_CONFIG',
      expected: 'a config file',
      actual: `there is no file ${file}`,
      advice: 'check the path; `npx faultline init` writes a config to begin with',
    });
  }
  const config = await defaultExportOf(file);
  checkConfig(config, file);
  return config;
}

async function defaultExportOf(file: string): Promise<unknown> {
  // Both are needed only where there is a config.
  const [{ createJiti }, faultline] = await Promise.all([import('jiti'), import('../index.js')]);
  const jiti = createJiti(import.meta.url, { fsCache: false, virtualModules: { faultline } });
  let module: unknown;
  try {
    module = await loadingFrom(dirname(file), () => jiti.import(file));
  } catch (error) {
    throw new InputError({
      code: 'E_CONFIG',
      expected: `a config file that loads: ${file}`,
      actual: `it failed with ${failureOf(error, file)}`,
      advice: 'correct it; FAULTLINE_STACK=1 shows the stack',
      cause: error,
    });
  }
  if (typeof module === 'object' && module !== null && 'default' in module) return module.default;
  throw new InputError({
    code: 'E_CONFIG',
    expected: `a default export in ${file}`,
    actual: 'it has none',
    advice: 'write `export default defineConfig({ … })`',
  });
}

/** What went wrong, in one line, with the line of the file where that is known. */
function failureOf(error: unknown, file: string): string {
  const [message = ''] = messageOf(error).split('\n', 1);
  if (error instanceof FaultlineError) {
    return `${error.code}: expected ${error.expected}, but ${error.actual}; ${error.advice}`;
  }
  const name = error instanceof Error ? `${error.name}: ` : '';
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const line = stack.split('\n').find((one) => one.includes(file));
  const place = line?.match(/:(\d+):\d+\)?$/)?.[1];
  return `${name}${message}${place === undefined || message.includes(file) ? '' : ` (line ${place})`}`;
}
