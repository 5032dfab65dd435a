import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { isAlive, ownerOf } from './owner.js';

test.skipIf(process.platform !== 'linux')(
  'a process is alive until it ends, and another with its pid is not it',
  async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)']);
    const owner = (await ownerOf(child.pid ?? 0)) ?? '';
    expect(await isAlive(owner)).toBe(true);
    expect(await isAlive(owner.replace(/-\d+-/, '-1-'))).toBe(false);
    expect(await isAlive(owner.replace(/-\w+$/, '-00000000'))).toBe(false);
    const ended = new Promise((resolve) => child.on('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    expect(await isAlive(owner)).toBe(false);
    expect(await isAlive('')).toBe(false);
  },
);
