import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ask } from './child.js';
import type { Closures } from './closure.js';
import { REPORTS } from './layout.js';
import type { TestRun } from './protocol.js';

const FILE = join(REPORTS, 'baseline.json');

/** What the tests of a file take and call without any mutant. */
export interface Baseline {
  readonly hash: string;
  readonly run: TestRun;
}

/**
 * The baseline of each test file; those that have not changed come from the last time.
 *
 * @throws Error if a test fails without any mutant.
 */
export async function baselines(
  copy: string,
  tests: readonly string[],
  closures: Closures,
): Promise<ReadonlyMap<string, Baseline>> {
  const known = existsSync(FILE)
    ? (JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, Baseline>)
    : {};
  const result = new Map<string, Baseline>();
  for (const file of tests) {
    const hash = closures.hash(file);
    const before = known[file];
    result.set(file, before?.hash === hash ? before : { hash, run: await survey(copy, file) });
  }
  writeFileSync(FILE, JSON.stringify({ ...known, ...Object.fromEntries(result) }));
  return result;
}

/** Times are taken without counters, which slow the tests down. */
async function survey(copy: string, file: string): Promise<TestRun> {
  const timed = await surveyOnce(copy, file, false);
  const counted = await surveyOnce(copy, file, true);
  const root = `${pathToFileURL(copy).href}/`;
  const merge = <T extends TestRun['imported']>(times: T, counts: TestRun['imported']): T => ({
    ...times,
    covered: Object.fromEntries(
      Object.entries(counts.covered)
        .filter(([url]) => url.startsWith(root))
        .map(([url, ranges]) => [url.slice(root.length), ranges]),
    ),
  });
  return {
    imported: merge(timed.imported, counted.imported),
    tests: timed.tests.map((test, i) => merge(test, counted.tests[i] ?? test)),
  };
}

async function surveyOnce(copy: string, file: string, coverage: boolean): Promise<TestRun> {
  const answer = await ask<TestRun>(copy, {
    kind: 'survey',
    file: join(copy, file),
    coverage,
    result: join(copy, '..', 'result.json'),
  });
  if ('broke' in answer) {
    throw new Error(`the tests of ${file} fail without any mutant: ${answer.broke}`);
  }
  return answer.value;
}
