import { once } from 'node:events';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { start } from '../../tests/support/cli.js';
import { engineTestsCanRun } from '../testing/engine-tests.js';

const SOCKET = '/var/run/docker.sock';

describe.skipIf(!(await engineTestsCanRun()))('an engine that DOCKER_HOST names', () => {
  const ends: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0)) await end();
  });

  /** What `doctor` finds there, by check. */
  async function found(address: string): Promise<Readonly<Record<string, unknown>>> {
    const { stdout } = await start(['doctor', '--json'], { DOCKER_HOST: address }).finished;
    const findings = JSON.parse(stdout) as readonly { check: string; status: string }[];
    return Object.fromEntries(findings.map(({ check, ...finding }) => [check, finding]));
  }

  test('by the path of a socket, and over TCP: its nodes can be used where they are reached', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'faultline-engine-'));
    ends.push(() => rm(folder, { recursive: true }));
    const path = join(folder, 'engine.sock');
    await symlink(SOCKET, path);
    const proxy = createServer((socket) => {
      const engine = connect(SOCKET);
      socket.on('error', () => engine.destroy());
      engine.on('error', () => socket.destroy());
      socket.pipe(engine).pipe(socket);
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    ends.push(() => void proxy.close());
    const tcp = `tcp://127.0.0.1:${String((proxy.address() as AddressInfo).port)}`;
    for (const address of [`unix://${path}`, tcp]) {
      const findings = await found(address);
      expect(findings['engine']).toMatchObject({
        status: 'ok',
        found: expect.stringContaining(address) as string,
      });
      expect(findings['node']).toMatchObject({ status: 'ok' });
    }
  });

  test('where nothing listens, doctor says so, with the address', async () => {
    expect((await found('tcp://127.0.0.1:9'))['engine']).toMatchObject({ status: 'missing' });
  });
});
