import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import process from 'node:process';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const { FOLDER = '.' } = process.env;
const ownPackage = /^checkers\/ts-[^/]+/.exec(FOLDER)?.[0];

/** As few as meet each verdict that the tests want to meet. */
const HISTORIES = ownPackage === 'checkers/ts-isolation' ? '60' : '500';

/** Whether a test judges random histories, whose number it is told; or some hundred transactions. */
function isSlow({ moduleId }: TestSpecification): boolean {
  return (
    basename(moduleId) === 'middle.test.ts' ||
    readFileSync(moduleId, 'utf8').includes('FUZZ_HISTORIES')
  );
}

/** Tests that take longest come last: most changes are noticed by an example, which takes a hundredth of the time. */
class ExamplesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const byName = files.toSorted((a, b) => (a.moduleId < b.moduleId ? -1 : 1));
    return [...byName.filter((file) => !isSlow(file)), ...byName.filter(isSlow)];
  }
}

/**
 * For `npm run mutate`: all tests of a package that stands alone, otherwise those that stand in the folder that is
 * changed. They run again for each change, so random histories are few, and none is large.
 */
export default defineConfig({
  test: {
    include: [`${ownPackage ?? FOLDER}/**/*.test.ts`],
    exclude: ['**/node_modules/**', '**/dist/**', '**/large.test.ts'],
    env: { FUZZ_HISTORIES: HISTORIES },
    sequence: { sequencer: ExamplesFirst },
    // The packages' tests share nothing that changes, so one thread loads the package once for all of them.
    isolate: ownPackage === undefined,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
