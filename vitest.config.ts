import { defineConfig } from 'vitest/config';

// `unit` needs nothing; `ts-isolation` and `ts-linearizability` are the packages' own suites. The files of these three
// share their workers: a worker for each would cost more than most of them do. The others need a Docker
// engine: `engine` runs two files at a time; `alone` runs one at a time, because its tests remove what killed
// processes have left; so does `faults`, which takes real nodes long, and is not part of `npm test`.
const alias = {
  'ts-isolation': new URL('./checkers/ts-isolation/src/index.ts', import.meta.url).pathname,
  'ts-linearizability': new URL('./checkers/ts-linearizability/src/index.ts', import.meta.url)
    .pathname,
};

/** Tests on real nodes: what those do is a matter of real time, so they come after all others. */
function onNodes(name: string, groupOrder: number, maxWorkers: number) {
  return {
    resolve: { alias },
    test: {
      name,
      globalSetup: ['tests/support/page-bundle.ts', 'tests/support/engine-setup.ts'],
      include: [
        `{harness,systems,nemesis,scenarios,docker,nodes,hosts,tests}/**/*.${name}.test.ts`,
      ],
      exclude: ['**/node_modules/**', '**/dist/**'],
      maxWorkers,
      sequence: { groupOrder },
      testTimeout: 120_000,
      hookTimeout: 600_000,
    },
  };
}

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
          isolate: false,
          globalSetup: ['tests/support/page-bundle.ts'],
          include: [
            '{harness,systems,workloads,nemesis,scenarios,docker,nodes,hosts,tests}/**/*.test.ts',
            'checkers/*.test.ts',
            'checkers/!(ts-*)/**/*.test.ts',
          ],
          exclude: ['**/*.{engine,alone,faults}.test.ts', '**/node_modules/**', '**/dist/**'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'ts-isolation',
          isolate: false,
          include: ['checkers/ts-isolation/src/**/*.test.ts'],
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'ts-linearizability',
          isolate: false,
          include: ['checkers/ts-linearizability/src/**/*.test.ts'],
          testTimeout: 120_000,
        },
      },
      onNodes('engine', 1, 2),
      onNodes('alone', 2, 1),
      onNodes('faults', 3, 1),
    ],
  },
});
