import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { start } from '../support/cli.js';
import { commandsOf, type PageCommand, pages } from './page.js';
import { emptyProject, writePage } from './project.js';

// A compiler starts here, and many processes of the command line.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGES = await pages();
/** What a reader has who has installed the package. */
const PACKED = /^(docs\/|README\.md$|SECURITY\.md$|CHANGELOG\.md$)/;

let project = '';
const sources: string[] = [];
beforeAll(async () => {
  project = await emptyProject();
  for (const page of PAGES) sources.push(...(await writePage(project, page)));
});
afterAll(() => rm(project, { recursive: true }));

test('every block of TypeScript of the pages compiles against the public API', async () => {
  const options = ['--noEmit', '--ignoreConfig', '--strict', '--skipLibCheck'];
  const modules = ['--module', 'nodenext', '--target', 'es2023'];
  const types = ['--types', 'node', '--typeRoots', join(ROOT, 'node_modules/@types')];
  const compiled = promisify(execFile)(
    join(ROOT, 'node_modules/.bin/tsc'),
    [...options, ...modules, ...types, ...sources],
    { cwd: project },
  ).then(
    () => '',
    (error: unknown) => (error as { readonly stdout: string }).stdout,
  );
  expect(await compiled).toBe('');
});

describe.concurrent('the commands of a page exit as it says', () => {
  test.each(PAGES.filter((page) => commandsOf(page).length > 0))('$name', async (page) => {
    const commands = commandsOf(page).map((command) => ({ ...command, words: wordsHere(command) }));
    const script = join(project, page.name, 'commands.mjs');
    await writeFile(script, scriptOf(commands));
    const { code, stdout, stderr } = await start([], {}, { cwd: dirname(script), main: script })
      .finished;
    expect(code, stderr).toBe(0);
    // Help does not mind options that there are not.
    const helped = commands.filter(({ words }) => words.includes('--help'));
    for (const option of helped.flatMap(({ words }) => words.filter((one) => one.startsWith('--'))))
      expect(stdout).toContain(option);
  });
});

/** The words of a command as they are run here: what needs nodes is planned, or only understood. */
function wordsHere({ words, onNodes }: PageCommand): readonly string[] {
  if (!onNodes || ['init', 'list'].includes(words[0] ?? '')) return words;
  return words[0] === 'run' ? [...words, '--dry-run'] : [...words, '--help'];
}

/** Runs commands one after the other in one process, which saves starting one for each. */
function scriptOf(commands: readonly PageCommand[]): string {
  return `import { commandLine } from 'faultline/cli';
for (const { words, code } of ${JSON.stringify(commands)}) {
  process.exitCode = 0;
  console.error('npx faultline ' + words.join(' '));
  await commandLine(['node', 'faultline', ...words]);
  if (process.exitCode !== code) {
    console.error('exited with ' + process.exitCode + ' and not with ' + code);
    process.exit(1);
  }
}
process.exitCode = 0;
`;
}

test('every link of the pages leads to a file that is packed, or that the README alone names', () => {
  for (const { file, text } of PAGES) {
    const prose = text.replaceAll(/^```.*?^```$/gms, '');
    for (const [, link = ''] of prose.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)) {
      if (link.includes('://')) continue;
      const target = join(dirname(file), link);
      expect(existsSync(join(ROOT, target)), `${file}: ${link}`).toBe(true);
      if (file !== 'README.md') expect(target, file).toMatch(PACKED);
    }
  }
});
