import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { planOf } from '../../tests/fixtures/plan.js';
import { runRecordOf } from '../../tests/fixtures/run.js';
import type { TestPlan } from '../core/plan.js';
import { readRun, type StoredRun } from './run-reader.js';
import { RunWriter } from './run-writer.js';

let results: string;

beforeEach(async () => {
  results = await mkdtemp(join(tmpdir(), 'faultline-reader-'));
});

afterEach(() => rm(results, { recursive: true }));

/** A run whose server panicked, as it was read back. */
async function stored(changes: Partial<TestPlan>): Promise<StoredRun> {
  const record = runRecordOf();
  const writer = await RunWriter.create(results, planOf(changes), null, record.startedAt);
  await writer.nodeLog('n1', 'server.log', 'all is well\npanic: no more\n');
  await writer.record(record);
  await writer.close();
  return readRun(writer.folder);
}

it('looks for patterns in the logs of a run only where its plan asks for them', async () => {
  const without = await stored({ checkers: ['lost-writes'] });
  expect(without.logMatches).toBeUndefined();
  expect(without.logTails).toEqual({ 'n1/server.log': 'all is well\npanic: no more\n' });
  expect((await stored({ checkers: ['log-patterns'] })).logMatches?.count).toBe(1);
  const own = await stored({ checkers: ['a-checker-of-mine'], logPatterns: ['well'] });
  expect(own.logMatches?.matches.map(({ line }) => line)).toEqual([1]);
});
