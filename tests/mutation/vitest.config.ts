import process from 'node:process';
import { defineConfig } from 'vitest/config';

const { FOLDER = '.' } = process.env;
const ownPackage = /^checkers\/ts-[^/]+/.exec(FOLDER)?.[0];

/**
 * For `npm run mutate`: all tests of a package that stands alone, otherwise those that stand in the folder that is
 * changed. They run again for each change, so random histories are few, and none is large.
 */
export default defineConfig({
  test: {
    include: [`${ownPackage ?? FOLDER}/**/*.test.ts`],
    exclude: ['**/node_modules/**', '**/dist/**', '**/large.test.ts'],
    env: { FUZZ_HISTORIES: '40' },
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
