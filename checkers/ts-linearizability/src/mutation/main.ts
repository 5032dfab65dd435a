/// <reference types="node" />
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { mutantsOf, type Mutant } from './mutants.js';

/**
 * Mutation testing of the compiled package: `node dist/mutation/main.js [most mutants] [seed]
 * [folders, comma separated]`. Changes one thing at a time in a copy, and runs the tests; a
 * mutant that no test notices survives, and is listed. Of more mutants than wanted it takes a
 * random sample.
 */
function main(): void {
  const [most = '300', seed = '1', folders = ''] = process.argv.slice(2);
  const dist = join(dirname(fileURLToPath(import.meta.url)), '..');
  // As deep as `dist`, so that the tests find what they look for beside the project.
  const copy = join(dist, '..', 'reports');
  rmSync(copy, { recursive: true, force: true });
  cpSync(dist, copy, { recursive: true });
  const files = javascriptOf(copy);
  const tests = files.filter((file) => file.endsWith('.test.js') && isFast(file));
  tests.forEach((file) => useShim(copy, file));
  const wanted = folders === '' ? [] : folders.split(',');
  const subjects = files.filter((file) => isSubject(relative(copy, file), wanted));
  const all = subjects.flatMap((file) =>
    mutantsOf(readFileSync(file, 'utf8')).map((mutant) => ({ file, mutant })),
  );
  const sample = shuffled(all, Number(seed)).slice(0, Number(most));
  process.stdout.write(
    `${all.length} mutants in ${subjects.length} files, ${sample.length} tried\n`,
  );
  if (run(copy, tests, undefined) !== 0) {
    throw new Error('the tests fail without any mutant');
  }
  let killed = 0;
  for (const [tried, { file, mutant }] of sample.entries()) {
    if (tried > 0 && tried % 10 === 0) {
      process.stdout.write(`${killed} of ${tried} killed so far\n`);
    }
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.slice(0, mutant.start) + mutant.replacement + text.slice(mutant.end));
    if (run(copy, tests, file) === 0) {
      process.stdout.write(`survived: ${describe(relative(copy, file), text, mutant)}\n`);
    } else {
      killed++;
    }
    writeFileSync(file, text);
  }
  rmSync(copy, { recursive: true, force: true });
  const percent = ((100 * killed) / sample.length).toFixed(1);
  process.stdout.write(`${killed} of ${sample.length} mutants killed: ${percent} %\n`);
}

const NOT_SUBJECTS = /^(?:bench|generate|mutation|index\.js|types\.js)|\.test\.|inputs\.js$/;

function isSubject(path: string, folders: readonly string[]): boolean {
  const wanted = folders.length === 0 || folders.some((folder) => path.startsWith(`${folder}/`));
  return wanted && !NOT_SUBJECTS.test(path);
}

/** Tests that take long add little here. */
function isFast(file: string): boolean {
  return !/metamorphic|agreement|bench\/|generate\//.test(file);
}

function useShim(copy: string, file: string): void {
  const shim = join(copy, 'mutation', 'vitest-shim.js');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(/from 'vitest'/, `from ${JSON.stringify(shim)}`));
}

/** The exit code of the tests, those beside the mutant first; a test that hangs fails. */
function run(copy: string, tests: readonly string[], mutated: string | undefined): number {
  const folder = mutated === undefined ? '' : dirname(mutated);
  const order = tests.toSorted(
    (a, b) => Number(dirname(b) === folder) - Number(dirname(a) === folder),
  );
  const script = [
    ...order.map((file) => `import ${JSON.stringify(file)};`),
    `import { runTests } from ${JSON.stringify(join(copy, 'mutation', 'vitest-shim.js'))};`,
    'await runTests();',
  ].join('\n');
  const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, FUZZ_HISTORIES: '900' },
    stdio: 'ignore',
    timeout: 40_000,
  });
  return status ?? 1;
}

function describe(path: string, text: string, mutant: Mutant): string {
  const line = text.slice(0, mutant.start).split('\n').length;
  const before = text.slice(mutant.start, mutant.end).trim();
  const source = (text.split('\n')[line - 1] ?? '').trim().slice(0, 90);
  return `${path}:${line} ${before.slice(0, 50)} -> ${mutant.replacement.trim().slice(0, 50)} | ${source}`;
}

function javascriptOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.js'))
    .map((path) => join(folder, path));
}

function shuffled<T>(items: readonly T[], seed: number): T[] {
  const result = [...items];
  let state = seed;
  for (let i = result.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const j = (state >>> 8) % (i + 1);
    [result[i], result[j]] = [result[j] as T, result[i] as T];
  }
  return result;
}

main();
