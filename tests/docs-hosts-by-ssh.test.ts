import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { start } from './support/cli.js';

const PAGE = new URL('../docs/hosts-by-ssh.md', import.meta.url);
const CLIENT = `
import { defineClient } from 'faultline';
export const client = defineClient({ open: () => null, read: () => 1, write: () => undefined });
`;

test('the config of the page about hosts by ssh makes a plan, with as many nodes as hosts', async () => {
  const config = /```ts\n([^]*?)```/.exec(await readFile(PAGE, 'utf8'))?.[1] ?? '';
  const folder = await mkdtemp(join(tmpdir(), 'faultline-docs-'));
  try {
    await writeFile(join(folder, 'faultline.config.ts'), config);
    await writeFile(join(folder, 'client.ts'), CLIENT);
    const args = ['run', '--system', 'my-store', '--workload', 'register', '--dry-run'];
    const { code, stdout, stderr } = await start(args, {}, { cwd: folder }).finished;
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('"n3"');
  } finally {
    await rm(folder, { recursive: true });
  }
});
