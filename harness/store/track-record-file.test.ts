import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { scenarioRunOf } from '../../tests/fixtures/scenario-run.js';
import { addRuns } from '../core/track-record.js';
import { readTrackRecord, writeTrackRecord } from './track-record-file.js';

const { record } = addRuns({ scenarios: [] }, [
  scenarioRunOf({ startedAt: '2026-01-02T03:04:05.000Z', lost: 3 }),
  scenarioRunOf({ startedAt: '2026-01-02T03:04:06.000Z', version: '8.0.2', expected: false }),
  scenarioRunOf({ startedAt: '2026-01-02T03:04:07.000Z', bound: true }),
]);

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faultline-record-'));
  path = join(folder, 'not-there-yet', 'record.json');
});
afterEach(() => rm(folder, { recursive: true }));

it('reads a record as it was written', async () => {
  await writeTrackRecord(path, record);
  expect(await readTrackRecord(path)).toEqual(record);
  // No draft of the file is left.
  expect(await readdir(join(folder, 'not-there-yet'))).toEqual(['record.json']);
});

it('begins a record where there is no file', async () => {
  expect(await readTrackRecord(path)).toEqual({ scenarios: [] });
});

it.each<[string, (text: string) => string]>([
  ['that was cut off', (text) => text.slice(0, -20)],
  ['that is none', () => '[]'],
  ['of another format', (text) => text.replace('"format":1', '"format":2')],
  ['whose range goes backwards', (text) => text.replace('"duration_s":[12,', '"duration_s":[13,')],
  ['whose sum is wrong', (text) => text.replace('"runs":1,', '"runs":2,')],
  ['that counts a run twice', (text) => text.replace(/("counted":\[".*):06/, '$1:05')],
  ['that has a scenario twice', (text) => text.replace('"name":"bounded"', '"name":"split-brain"')],
  ['with more ids than runs', (text) => text.replace('"counted":[', '"counted":["another",')],
])('refuses a file %s, and names it', async (_, damaged) => {
  await writeTrackRecord(path, record);
  const text = await readFile(path, 'utf8');
  expect(damaged(text)).not.toBe(text);
  await writeFile(path, damaged(text));
  await expect(readTrackRecord(path)).rejects.toMatchObject({
    code: 'E_RECORD_FILE',
    expected: `a record of scenarios in ${path}`,
  });
});
