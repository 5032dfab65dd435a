import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CLIENT_PORT } from './gateway/gateway.js';
import { membersOf, missingOf, proveReplication } from './members.js';

/** An address of the loopback interface that is this test's own. */
const SILENT = { name: 'n1', address: '127.0.41.7' };

const sockets = new Set<Socket>();
let server: Server;

/** A member that takes connections, and never answers. */
beforeEach(async () => {
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => {
    server.listen(CLIENT_PORT, SILENT.address, resolve);
  });
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await new Promise((resolve) => server.close(resolve));
});

test('a member that takes the connection and never answers is waited for within a bound, whatever it is asked', async () => {
  const aborted = /aborted/u;
  await Promise.all([
    expect(proveReplication([SILENT])).rejects.toThrow(aborted),
    expect(membersOf([SILENT])).rejects.toThrow(aborted),
    expect(missingOf([SILENT])).resolves.toEqual([expect.stringMatching(aborted)]),
  ]);
});
