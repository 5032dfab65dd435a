import { createServer } from 'node:net';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { systemClock } from '../../harness/core/clock.js';
import type { Node, NodePool } from '../../harness/core/node.js';
import { PROBE_PORT } from '../../nodes/index.js';
import { reachablePool } from './reachable-pool.js';

const root = process.getuid?.() === 0;

/** A pool of one node, on an address of this machine. */
function poolAt(address: string): NodePool {
  const unused = () => Promise.reject(new Error('not here'));
  const node: Node = {
    name: 'n1',
    address,
    exec: unused,
    spawn: unused,
    readFile: unused,
    writeFile: unused,
  };
  return {
    acquire: () => Promise.resolve({ nodes: [node], capabilities: {} }),
    clientsAddress: () => '127.0.0.1',
    dispose: () => Promise.resolve(),
  };
}

function acquireFrom(address: string): Promise<unknown> {
  const parts = { engine: { address: 'tcp://far:2375' }, clock: systemClock(), within_ms: 200 };
  const request = { names: ['n1'], image: 'redis' };
  return reachablePool(poolAt(address), parts).acquire(request, new AbortController().signal);
}

test('nodes of an engine elsewhere that no client reaches are an error that says so', async () => {
  const acquired = acquireFrom('127.9.9.8');
  await expect(acquired).rejects.toMatchObject({ code: 'E_NODE_UNREACHABLE' });
  await expect(acquired).rejects.toThrow(/engine at tcp:\/\/far:2375 runs n1 \(127\.9\.9\.8\)/);
});

test.skipIf(!root)('nodes that answer are given', async () => {
  const server = createServer((socket) => socket.destroy()).listen(PROBE_PORT, '127.9.9.9');
  await once(server, 'listening');
  await expect(acquireFrom('127.9.9.9')).resolves.toMatchObject({ nodes: [{ name: 'n1' }] });
  server.close();
});
