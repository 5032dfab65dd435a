import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The compiled package: what is mutated, and what tests it. */
export const DIST = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Where copies are mutated, and where results are kept. */
export const REPORTS = join(DIST, '..', 'reports', 'mutation');

/** Parts of the package that are no subjects: benchmarks, tests, and this tool. */
const NOT_SUBJECTS = /^(?:bench|differential|mutation|index\.js|types\.js)|\.test\./;

/** Left out because they take long; what they alone would notice counts as unnoticed. */
const LONG_TESTS = /^(?:bench|mutation)\/|metamorphic/;

/** The files that are mutated, of the folders or files asked for, or all. */
export function subjects(wanted: readonly string[]): string[] {
  const isWanted = (file: string): boolean =>
    wanted.length === 0 || wanted.some((path) => file === path || file.startsWith(`${path}/`));
  return javascript().filter((file) => !NOT_SUBJECTS.test(file) && isWanted(file));
}

/** The test files that mutants meet: all, or those in the folders of some files. */
export function tests(near?: readonly string[]): string[] {
  const folders = near && new Set(near.map(folderOf));
  return javascript().filter(
    (file) =>
      file.endsWith('.test.js') &&
      !LONG_TESTS.test(file) &&
      (folders === undefined || folders.has(folderOf(file))),
  );
}

/** The text of a compiled file. */
export function read(file: string): string {
  return readFileSync(join(DIST, file), 'utf8');
}

/** A fresh copy of the compiled package, in which tests run on our own small runner. */
export function makeCopy(name: string): string {
  const root = join(REPORTS, name);
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  // The tests find the package by this name.
  const copy = join(root, 'dist');
  cpSync(DIST, copy, { recursive: true });
  const shim = JSON.stringify(join(copy, 'mutation', 'vitest-shim.js'));
  for (const file of tests()) {
    writeFileSync(join(copy, file), read(file).replace(/from 'vitest'/, `from ${shim}`));
  }
  return copy;
}

/** The folder of the package that a file is in. */
export function folderOf(file: string): string {
  return file.split('/')[0] ?? '';
}

function javascript(): string[] {
  return readdirSync(DIST, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js'))
    .toSorted();
}
