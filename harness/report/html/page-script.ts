import { readFileSync } from 'node:fs';

import { compiledModule } from '../../core/compiled-module.js';
import { EnvironmentError, messageOf } from '../../core/errors.js';

/** The page's script: the modules of `browser/` as one piece, which `npm run build` makes. */
export function pageScript(): string {
  const path = compiledModule('harness/report/html/page-bundle', import.meta.url, 3);
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new EnvironmentError({
      code: 'E_PAGE_BUNDLE',
      expected: `the script of report pages at ${path.pathname}`,
      actual: messageOf(error),
      advice: 'in a clone of Faultline, run "npm run build"; otherwise install faultline again',
      cause: error,
    });
  }
}
