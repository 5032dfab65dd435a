import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../../dist/harness/cli/main.js', import.meta.url));
const PAGE = fileURLToPath(new URL('../../docs/checking-a-history.md', import.meta.url));
const page = await readFile(PAGE, 'utf8');

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faultline-page-'));
  for (const [, name = '', text = ''] of page.matchAll(/^```\w+ (\S+)\n(.*?)^```$/gms)) {
    await writeFile(join(folder, name), text);
  }
});
afterAll(() => rm(folder, { recursive: true }));

/** The commands of the page with the exit codes that it tells, in their order. */
const COMMANDS = [...page.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block = '']) =>
  block
    .trim()
    .split('\n')
    .map((line) => {
      const [command = '', code = '0'] = line.split(' # exits with ');
      return [command, Number(code)] as const;
    }),
);

/** The words of a command, without the quotes around them. */
function wordsOf(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|\S+/g)].map(([word, quoted]) => quoted ?? word);
}

test('the page has commands', () => {
  expect(COMMANDS.length).toBeGreaterThan(8);
});

test.each(COMMANDS)('%s exits with %i', { timeout: 60_000 }, async (command, expected) => {
  const [npx, name, ...args] = wordsOf(command);
  expect([npx, name]).toEqual(['npx', 'faultline']);
  const code = await new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...args], { cwd: folder }, (error) => {
      resolve(error === null ? 0 : error.code);
    });
  });
  expect(code).toBe(expected);
});
