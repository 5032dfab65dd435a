import {
  mkdir,
  mkdtemp,
  readdir,
  readlink,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Outcome } from '../core/verdict.js';
import { storedRuns, type StoredRunFolder } from '../store/stored-runs.js';
import { boundResults, runsToPrune } from './prune.js';

const HOUR_MS = 3_600_000;
const NOW_MS = 1_000 * HOUR_MS;

/** A run of ten bytes that was last written to so many hours ago. */
function run(folder: string, hours: number, outcome: Outcome | null): StoredRunFolder {
  const analysis =
    outcome === null
      ? null
      : { outcome, sentence: '', verdicts: [], judgement: null, duration_ms: 1 };
  return { folder, bytes: 10, written_ms: NOW_MS - hours * HOUR_MS, analysis };
}

const names = (runs: readonly StoredRunFolder[]): string[] => runs.map(({ folder }) => folder);

describe('what has to go of too many runs', () => {
  const runs = [
    run('oldest, invalid', 90, 'invalid'),
    run('old, valid', 50, 'valid'),
    run('middle, unknown', 30, 'unknown'),
    run('young, valid', 2, 'valid'),
    run('going on', 0.5, null),
  ];

  it('is what passed before what did not, the oldest first', () => {
    const pruned = (bytes: number): string[] => names(runsToPrune(runs, { bytes }, NOW_MS));
    expect(pruned(50)).toEqual([]);
    expect(pruned(40)).toEqual(['old, valid']);
    expect(pruned(29)).toEqual(['old, valid', 'young, valid', 'oldest, invalid']);
  });

  it('is never a run that may still go on', () => {
    expect(names(runsToPrune(runs, { bytes: 0 }, NOW_MS))).not.toContain('going on');
    expect(names(runsToPrune(runs, { age_ms: 0 }, NOW_MS))).not.toContain('going on');
  });

  it('is whatever is older than the bound on age', () => {
    expect(names(runsToPrune(runs, { age_ms: 40 * HOUR_MS }, NOW_MS))).toEqual([
      'oldest, invalid',
      'old, valid',
    ]);
  });
});

describe('the results folder', () => {
  let results = '';
  beforeEach(async () => {
    results = await mkdtemp(join(tmpdir(), 'faultline-'));
  });
  afterEach(() => rm(results, { recursive: true }));

  async function store(name: string, id: string, hours: number): Promise<string> {
    const folder = join(results, name, id);
    await mkdir(join(folder, 'nodes'), { recursive: true });
    for (const file of ['test.json', 'nodes/log']) {
      await writeFile(join(folder, file), 'x'.repeat(500));
      const written_s = Date.now() / 1000 - hours * 3600;
      await utimes(join(folder, file), written_s, written_s);
    }
    return folder;
  }

  it('is held to its bound; links at what is gone go, and what is no run stays', async () => {
    const old = await store('a', '1', 9);
    const young = await store('b', '2', 5);
    await mkdir(join(results, 'a', 'mine'));
    await writeFile(join(results, 'a', 'mine', 'notes.txt'), 'y'.repeat(5000));
    await symlink('a/1', join(results, 'latest'));
    await symlink('2', join(results, 'b', 'latest'));
    const told: string[] = [];
    await boundResults(results, 1000, (line) => told.push(line));
    expect(told).toEqual([expect.stringContaining(`removed ${old} (`)]);
    expect(names(await storedRuns(results))).toEqual([young]);
    expect(await readdir(results)).toEqual(['a', 'b']);
    expect(await readdir(join(results, 'a'))).toEqual(['mine']);
    expect(await readlink(join(results, 'b', 'latest'))).toBe('2');
  });

  it('is refused in words where it is no folder', async () => {
    const file = join(results, 'file');
    await writeFile(file, '');
    await expect(storedRuns(file)).rejects.toMatchObject({ code: 'E_RESULTS_UNREADABLE' });
  });

  it('needs not be there', async () => {
    expect(await storedRuns(join(results, 'none'))).toEqual([]);
  });
});
