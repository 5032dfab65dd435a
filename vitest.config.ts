import { defineConfig } from 'vitest/config';

// Three projects: `unit` needs nothing, `ts-linearizability` is the package's own suite,
// `engine` needs a Docker engine (and runs its files one after another).
const alias = {
  'ts-linearizability': new URL('./checkers/ts-linearizability/src/index.ts', import.meta.url)
    .pathname,
};

const json = process.env['FAULTLINE_TEST_JSON'];

export default defineConfig({
  test: {
    // CI reads its counts from the JSON that the runner itself writes.
    reporters: json === undefined ? ['default'] : ['default', ['json', { outputFile: json }]],
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: [
            '{harness,systems,workloads,nemesis,scenarios,docker,tests}/**/*.test.ts',
            'checkers/*.test.ts',
            'checkers/{lost-writes,linearizable,stats,faults-proven}/**/*.test.ts',
          ],
          exclude: ['**/*.engine.test.ts', '**/node_modules/**', '**/dist/**'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'ts-linearizability',
          include: ['checkers/ts-linearizability/src/**/*.test.ts'],
          testTimeout: 120_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'engine',
          globalSetup: ['tests/support/engine-setup.ts'],
          include: ['{harness,systems,nemesis,scenarios,docker,tests}/**/*.engine.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          fileParallelism: false,
          // After all others: what real nodes do is a matter of real time.
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
