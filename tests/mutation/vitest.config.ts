import process from 'node:process';
import { defineConfig } from 'vitest/config';

const { FOLDER = '.' } = process.env;

/** For `npm run mutate`: only the tests that stand in the folder that is changed. */
export default defineConfig({
  test: { include: [`${FOLDER}/**/*.test.ts`], testTimeout: 120_000 },
});
