import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';

import { type Finished, start } from '../support/cli.js';
import { expectBadInput } from '../support/memory-runs.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
// Each test starts several processes.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

let project = '';
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'faultline-init-'));
  await faultlineHere('init');
});
afterAll(() => rm(project, { recursive: true }));

function faultlineHere(...args: readonly string[]): Promise<Finished> {
  return start(args, {}, { cwd: project }).finished;
}

it('the config that init writes is tested by run with every workload that fits', async () => {
  const { code, stdout, stderr } = await faultlineHere('run', '--time-limit', '1', '--json');
  expect(code, stderr).toBe(0);
  const lines = stdout.trim().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { name: string }).name)).toEqual([
    'my-store-register',
    'my-store-sessions',
  ]);
});

it('its planted bug is found', async () => {
  const args = ['--time-limit', '1', '--system-option', 'staleReads=yes', '--json'];
  const { code, stdout, stderr } = await faultlineHere('run', ...args);
  expect(code, stderr).toBe(1);
  expect(stdout).toContain('nonlinearizable');
});

it.each(['.', 'container'])('the types of its config in %s are right', async (folder) => {
  if (folder !== '.') await faultlineHere('init', '--container', folder);
  const config = {
    compilerOptions: {
      strict: true,
      noEmit: true,
      module: 'nodenext',
      target: 'es2023',
      skipLibCheck: true,
      types: ['node'],
      typeRoots: [join(ROOT, 'node_modules/@types')],
      paths: { faultline: [join(ROOT, 'dist/harness/index.d.ts')] },
    },
    files: [join(folder, 'faultline.config.ts')],
  };
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify(config));
  await writeFile(join(project, 'package.json'), '{"type":"module"}');
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const check = promisify(execFile)(process.execPath, [tsc, '-p', project]);
  await expect(check).resolves.toMatchObject({ stdout: '' });
});

it('init writes nothing over a config that is there', async () => {
  const text = 'export default {};\n';
  await mkdir(join(project, 'other'));
  await writeFile(join(project, 'other', 'faultline.config.mjs'), text);
  expectBadInput(await faultlineHere('init', 'other'), /it has faultline\.config\.mjs/);
  expect(await readFile(join(project, 'other', 'faultline.config.mjs'), 'utf8')).toBe(text);
  expectBadInput(await faultlineHere('init'), /it has faultline\.config\.ts/);
});

it('init --container writes nothing where one of its files is there', async () => {
  await mkdir(join(project, 'taken', 'my-store'), { recursive: true });
  await writeFile(join(project, 'taken', 'my-store', 'Dockerfile'), 'FROM scratch');
  expectBadInput(
    await faultlineHere('init', '--container', 'taken'),
    /it has my-store\/Dockerfile/,
  );
  expect(await readdir(join(project, 'taken'))).toEqual(['my-store']);
});
