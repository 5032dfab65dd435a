import { lstat, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { EnvironmentError, messageOf } from '../core/errors.js';
import type { Analysis } from '../core/results.js';
import { diskError } from './disk-error.js';
import { FILES } from './layout.js';

/** A run's folder, as seen from outside. */
export interface StoredRunFolder {
  readonly folder: string;
  /** What its files take up, in bytes. */
  readonly bytes: number;
  /** When one of its files was last written: milliseconds since 1970. */
  readonly written_ms: number;
  /** What was decided of it; `null` where nothing was. */
  readonly analysis: Analysis | null;
}

/**
 * The runs of a results folder, the oldest first. A folder counts as a run when it has a
 * `test.json`; nothing else is looked at, and links are not followed.
 * @throws EnvironmentError when a folder can't be read.
 */
export async function storedRuns(results: string): Promise<StoredRunFolder[]> {
  const runs: StoredRunFolder[] = [];
  for (const name of await foldersIn(resolve(results))) {
    for (const folder of await foldersIn(name)) {
      const run = await orIfAbsent(null, runAt(folder));
      if (run !== null) runs.push(run);
    }
  }
  return runs.sort((a, b) => a.written_ms - b.written_ms);
}

/**
 * Removes a run's folder, and the `latest` links that would point at nothing then.
 * @throws EnvironmentError when the disk refuses.
 */
export async function removeRun(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true });
    for (const parent of [dirname(folder), dirname(dirname(folder))]) {
      const link = join(parent, 'latest');
      const target = await orIfAbsent(null, readlink(link));
      if (target !== null && resolve(dirname(link), target) === folder) await rm(link);
    }
  } catch (error) {
    throw diskError(folder, error);
  }
}

async function runAt(folder: string): Promise<StoredRunFolder | null> {
  const files = await readdir(folder, { withFileTypes: true, recursive: true });
  const isRun = files.some((file) => file.name === FILES.test && file.parentPath === folder);
  if (!isRun) return null;
  let bytes = 0;
  let written_ms = 0;
  for (const file of files.filter((entry) => entry.isFile())) {
    const { size, mtimeMs } = await lstat(join(file.parentPath, file.name));
    bytes += size;
    written_ms = Math.max(written_ms, mtimeMs);
  }
  return { folder, bytes, written_ms, analysis: await analysisIn(folder) };
}

async function analysisIn(folder: string): Promise<Analysis | null> {
  try {
    return JSON.parse(await readFile(join(folder, FILES.results), 'utf8')) as Analysis;
  } catch {
    return null;
  }
}

/** Nothing is there (any more), since others remove runs too; or what is there is no link. */
const ABSENT: ReadonlySet<unknown> = new Set(['ENOENT', 'EINVAL']);

/** What was asked for, or something else where it is not there. @throws EnvironmentError otherwise. */
async function orIfAbsent<T, Else>(otherwise: Else, asked: Promise<T>): Promise<T | Else> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Error && 'code' in error && ABSENT.has(error.code)) return otherwise;
    throw new EnvironmentError({
      code: 'E_RESULTS_UNREADABLE',
      expected: 'to read the folders of stored runs',
      actual: messageOf(error),
      advice: 'make them readable, or name another folder with --results',
      cause: error,
    });
  }
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await orIfAbsent([], readdir(folder, { withFileTypes: true }));
  return entries.flatMap((entry) => (entry.isDirectory() ? [join(folder, entry.name)] : []));
}
