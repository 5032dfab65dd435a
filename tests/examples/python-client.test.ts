import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { start } from '../support/cli.js';

// The command line and several interpreters of Python start here.
vi.setConfig({ testTimeout: 90_000 });

const root = fileURLToPath(new URL('../..', import.meta.url));
const example = join(root, 'examples/python-client');

let results = '';
beforeAll(async () => {
  results = await mkdtemp(join(tmpdir(), 'faultline-python-'));
});
afterAll(() => rm(results, { recursive: true }));

test('the store with a client in Python is tested, and its registers are linearizable', async () => {
  const options = ['--time-limit', '3', '--concurrency', '2', '--results', results];
  const { code, stdout } = await start(
    ['run', '--system', 'http-registers', '--workload', 'register', ...options],
    {},
    { cwd: example },
  ).finished;
  expect(stdout).toMatch(/linearizable +valid/);
  expect(stdout).toMatch(/stats +valid/);
  expect(code).toBe(0);
});

test('the page shows the example as it is', async () => {
  const page = await readFile(join(root, 'docs/client-in-another-language.md'), 'utf8');
  const client = await readFile(join(example, 'client.py'), 'utf8');
  expect(page).toContain(client);
});
