import { describe, expect, it } from 'vitest';

import { pageOf, rowsOf, cleanRowsOf, escaped, type Tried } from '../bench/truth/matrix.js';
import { tried } from '../bench/truth/trial.js';
import { bugs } from '../systems/memory/bugs/index.js';
import { workloads } from '../workloads/index.js';

describe('the short form of the matrix of bugs and checkers', () => {
  it.each(bugs.map(({ name, workloads: [workload] }) => [name, workload] as const))(
    '%s is caught',
    async (bug, workload = '') => {
      const trial = { workload, bug, rate: 0.05, seed: 7, operations: 4_000 };
      const { caught } = await tried(trial);
      expect(Object.keys(caught)).not.toEqual([]);
    },
  );

  it.each(workloads.map(({ name }) => name))(
    '%s raises no alarm, and is certain, on a store without a bug',
    async (workload) => {
      const outcome = await tried({ workload, bug: null, rate: 0, seed: 7, operations: 4_000 });
      expect(outcome).toEqual({ caught: {}, unknown: {} });
    },
  );
});

it('every bug has a name of its own, and meets workloads that there are', () => {
  expect(new Set(bugs.map(({ name }) => name)).size).toBe(bugs.length);
  expect(bugs.length).toBeGreaterThanOrEqual(40);
  const names = workloads.map(({ name }) => name);
  for (const { workloads: meeting } of bugs) {
    expect(meeting.length).toBeGreaterThan(0);
    for (const workload of meeting) expect(names).toContain(workload);
  }
});

describe('the matrix', () => {
  const trial = { workload: 'register', rate: 0.01, operations: 10_000 };
  const runs: readonly Tried[] = [
    {
      trial: { ...trial, bug: 'stale-read', seed: 0 },
      outcome: { caught: { linearizable: 30 }, unknown: {} },
    },
    { trial: { ...trial, bug: 'stale-read', seed: 1 }, outcome: { caught: {}, unknown: {} } },
    {
      trial: { ...trial, bug: null, seed: 0 },
      outcome: { caught: { linearizable: 5 }, unknown: {} },
    },
  ];

  it('counts a bug that no workload caught in every run as escaped, and alarms without a bug as false', () => {
    const rows = rowsOf(runs);
    expect(rows).toEqual([
      {
        bug: 'stale-read',
        workload: 'register',
        runs: 2,
        caught: 1,
        checkers: { linearizable: 1 },
        medianOps: 30,
        mostOps: 30,
      },
    ]);
    expect(escaped(rows, bugs)).toEqual(['stale-read']);
    const clean = cleanRowsOf(runs);
    expect(clean).toEqual([{ workload: 'register', runs: 1, falseAlarms: 1, unknown: 0 }]);
    const page = pageOf(rows, clean, bugs, workloads, { ...trial, cleanOperations: 2_000 });
    expect(page).toContain('Of 1 bugs, 0 are caught in every run');
    expect(page).toContain('there were 1 false alarms');
  });
});
