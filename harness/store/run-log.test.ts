import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it, vi } from 'vitest';

import { runLog } from './run-log.js';

/** Whether this process holds the file open. */
function isOpen(path: string): boolean {
  return readdirSync('/proc/self/fd').some((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`) === path;
    } catch {
      return false;
    }
  });
}

it('keeps what it was told, closes its file, and drops what comes later', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'faultline-log-'));
  const path = join(folder, 'harness.log');
  const log = runLog(path);
  log.info('begun', { nodes: 3 });
  log.warn('late');
  expect(isOpen(path)).toBe(true);
  log.close();
  log.info('after the end');
  await vi.waitFor(() => expect(isOpen(path)).toBe(false));
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    expect.objectContaining({ msg: 'begun', nodes: 3 }),
    expect.objectContaining({ msg: 'late' }),
  ]);
  await rm(folder, { recursive: true });
});
