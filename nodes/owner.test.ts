import { spawn } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { isAlive, ownerOf } from './owner.js';

describe.skipIf(process.platform !== 'linux')('an owner', () => {
  test('is alive until its process ends, and another process with its pid is not it', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)']);
    const owner = (await ownerOf(child.pid ?? 0)) ?? '';
    const [pid = '', tick = '', boot = '', namespace = ''] = owner.split('-');
    expect(await isAlive(owner)).toBe(true);
    expect(await isAlive([pid, '1', boot, namespace].join('-'))).toBe(false);
    expect(await isAlive([pid, tick, '00000000', namespace].join('-'))).toBe(false);
    const ended = new Promise((resolve) => child.on('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    expect(await isAlive(owner)).toBe(false);
  });

  test('of another pid namespace counts as alive: it can’t be seen from here', async () => {
    const own = (await ownerOf(process.pid)) ?? '';
    expect(await isAlive(own.replace(/^\d+-\d+-(\w+)-\d+$/, '1-1-$1-4026000000'))).toBe(true);
  });

  test('that names nothing is dead', async () => {
    expect(await isAlive('')).toBe(false);
    expect(await isAlive('x-y-z')).toBe(false);
  });
});
