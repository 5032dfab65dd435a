import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const MODULES = new URL('../../dist/', import.meta.url);
const ASK = `
import { dockerEngine } from '${new URL('docker/engine/docker-engine.js', MODULES).href}';
import { systemClock } from '${new URL('harness/core/clock.js', MODULES).href}';
console.log(await dockerEngine(systemClock()).hasPath('id', '/data'));
`;

test('a process that has asked for a path of a container can end', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'faultline-engine-'));
  const socket = join(folder, 'engine.sock');
  const server = createServer((_, response) => response.end()).listen(socket);
  // The engine leaves connections open, too.
  server.keepAliveTimeout = 0;
  await once(server, 'listening');
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', ASK],
    { env: { ...process.env, DOCKER_HOST: `unix://${socket}` }, timeout: 20_000 },
  );
  expect(stdout).toBe('true\n');
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});
