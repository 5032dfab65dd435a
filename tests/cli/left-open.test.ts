import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { start } from '../support/cli.js';

it('ends when its work is done, whatever a driver has left open', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'faultline-left-open-'));
  const config = 'setInterval(() => undefined, 1000);\nexport default {};\n';
  await writeFile(join(folder, 'faultline.config.mjs'), config);
  const { code, stdout } = await start(['list', 'systems'], {}, { cwd: folder }).finished;
  expect(stdout).toContain('redis-sentinel');
  expect(code).toBe(0);
  await rm(folder, { recursive: true });
});
