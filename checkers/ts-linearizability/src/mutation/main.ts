/// <reference types="node" />
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { mutantsOf, type Mutant } from './mutants.js';

/**
 * Mutation testing of the compiled package: `node dist/mutation/main.js [most mutants] [seed]
 * [folders, comma separated]`. Changes one thing at a time in a copy, and runs the tests; a
 * mutant that no test notices survives, and is listed. Of more mutants than wanted it takes a
 * random sample. Mutants of `specialised` meet its agreement with an exhaustive search too.
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
  const tally = new Tally();
  const sample = shuffled(all, Number(seed)).slice(0, Number(most));
  process.stdout.write(
    `${all.length} mutants in ${subjects.length} files, ${sample.length} tried\n`,
  );
  const suites = suitesOf(copy, tests, sample);
  for (const [tried, { file, mutant }] of sample.entries()) {
    if (tried > 0 && tried % 10 === 0) {
      process.stdout.write(`${tally.lines().at(-1)} so far\n`);
    }
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.slice(0, mutant.start) + mutant.replacement + text.slice(mutant.end));
    const room = roomOf(copy, file);
    const survived = (suites.get(room) ?? []).every((suite) => run(copy, suite) === 0);
    tally.add(room, !survived);
    if (survived) {
      process.stdout.write(`survived: ${describe(relative(copy, file), text, mutant)}\n`);
    }
    writeFileSync(file, text);
  }
  rmSync(copy, { recursive: true, force: true });
  process.stdout.write(`${tally.lines().join('\n')}\n`);
}

/** Mutants tried and killed, by folder. */
class Tally {
  private readonly folders = new Map<string, { tried: number; killed: number }>();

  add(folder: string, killed: boolean): void {
    for (const name of [folder, 'mutants']) {
      const row = this.folders.get(name) ?? { tried: 0, killed: 0 };
      row.tried++;
      row.killed += Number(killed);
      this.folders.set(name, row);
    }
  }

  /** One line a folder, and the sum of all as the last. */
  lines(): string[] {
    const rank = (name: string): string => (name === 'mutants' ? '~' : name);
    return [...this.folders]
      .toSorted(([a], [b]) => (rank(a) < rank(b) ? -1 : 1))
      .map(([name, { tried, killed }]) => {
        const percent = ((100 * killed) / tried).toFixed(1);
        return `${killed} of ${tried} ${name} killed: ${percent} %`;
      });
  }
}

/** The folder of the package that a file is in. */
function roomOf(copy: string, file: string): string {
  return relative(copy, file).split(sep)[0] ?? '';
}

const NOT_SUBJECTS = /^(?:bench|generate|mutation|index\.js|types\.js)|\.test\.|inputs\.js$/;

function isSubject(path: string, folders: readonly string[]): boolean {
  const wanted = folders.length === 0 || folders.some((folder) => path.startsWith(`${folder}/`));
  return wanted && !NOT_SUBJECTS.test(path);
}

/** Tests that take long add little here. */
function isFast(file: string): boolean {
  return !/metamorphic|bench\/|generate\//.test(file);
}

function useShim(copy: string, file: string): void {
  const shim = join(copy, 'mutation', 'vitest-shim.js');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(/from 'vitest'/, `from ${JSON.stringify(shim)}`));
}

/** Tests that are run together, and how long they may take. */
interface Suite {
  readonly tests: readonly string[];
  readonly timeout_ms: number;
}

/**
 * For each folder with a mutant: the tests beside it, which most often notice, and then all
 * others. A suite may take five times as long as it took without a mutant, and some start-up.
 *
 * @throws Error if a test fails without any mutant.
 */
function suitesOf(
  copy: string,
  tests: readonly string[],
  sample: readonly { readonly file: string }[],
): ReadonlyMap<string, readonly Suite[]> {
  const timed = (chosen: readonly string[]): Suite => {
    const start = performance.now();
    if (run(copy, { tests: chosen, timeout_ms: 120_000 }) !== 0) {
      throw new Error('the tests fail without any mutant');
    }
    return { tests: chosen, timeout_ms: Math.ceil(3000 + 5 * (performance.now() - start)) };
  };
  const { timeout_ms } = timed(tests);
  const rooms = new Set(sample.map(({ file }) => roomOf(copy, file)));
  return new Map(
    [...rooms].map((room): [string, readonly Suite[]] => {
      const near = tests.filter((test) => roomOf(copy, test) === room);
      const far = tests.filter((test) => roomOf(copy, test) !== room);
      return [room, [timed(near), { tests: far, timeout_ms }]];
    }),
  );
}

/** The exit code of the tests; a test that hangs fails. */
function run(copy: string, { tests, timeout_ms }: Suite): number {
  const script = [
    ...tests.map((file) => `import ${JSON.stringify(file)};`),
    `import { runTests } from ${JSON.stringify(join(copy, 'mutation', 'vitest-shim.js'))};`,
    'await runTests();',
  ].join('\n');
  const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, FUZZ_HISTORIES: '900' },
    stdio: 'ignore',
    timeout: timeout_ms,
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
