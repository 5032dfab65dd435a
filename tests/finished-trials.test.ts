import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

import { FinishedTrials } from '../bench/truth/finished-trials.js';
import { trialsOf } from '../bench/truth/trials.js';
import { bugs } from '../systems/memory/bugs/index.js';

const folder = mkdtempSync(join(tmpdir(), 'faultline-trials-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const trial = { workload: 'set', bug: null, rate: 0.01, seed: 1, operations: 2_000 };
const outcome = { caught: {}, unknown: {} };

it('finished trials are found again by whoever goes on, also after a line that was cut off', () => {
  const file = join(folder, 'trials.jsonl');
  new FinishedTrials(file).add({ trial, outcome });
  appendFileSync(file, '{"trial":{"workload":"set');
  const next = new FinishedTrials(file);
  expect(next.outcomeOf(trial)).toEqual(outcome);
  expect(next.outcomeOf({ ...trial, seed: 2 })).toBeUndefined();
  next.add({ trial: { ...trial, seed: 2 }, outcome });
  const last = new FinishedTrials(file);
  expect([1, 2, 3].map((seed) => last.outcomeOf({ ...trial, seed }))).toEqual([
    outcome,
    outcome,
    undefined,
  ]);
});

it('a bug is tried most often with the first workload that meets it, and low seeds come first', () => {
  const sizes = {
    seeds: 4,
    otherSeeds: 2,
    clean: 3,
    operations: 10_000,
    cleanOperations: 2_000,
    rate: 0.01,
  };
  const bug = bugs.find(({ name }) => name === 'value-from-nowhere');
  if (bug === undefined) throw new Error('there is no such bug');
  const trials = trialsOf([bug], ['register', 'sessions', 'set'], sizes);
  const countOf = (name: string | null, workload: string): number =>
    trials.filter((one) => one.bug === name && one.workload === workload).length;
  const [first = '', second = ''] = bug.workloads;
  expect([countOf(bug.name, first), countOf(bug.name, second)]).toEqual([4, 2]);
  expect([countOf(null, 'set'), countOf(null, 'register')]).toEqual([3, 3]);
  expect(trials[0]?.seed).toBe(0);
  expect(trials.at(-1)).toMatchObject({ bug: bug.name, seed: 3, operations: 10_000 });
  expect(trialsOf([bug], ['set'], sizes).every((one) => one.bug === null)).toBe(true);
});
