import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../../harness/index.js';
import { inSession } from './ensemble.js';
import { getData } from './protocol/request.js';
import { FakeServer } from './testing/fake-server.js';

const open: { server?: FakeServer } = {};

afterEach(() => open.server?.stop());

function asked(port: number, bound_ms: number): Promise<unknown> {
  const node = { name: 'n2', address: '127.0.0.1' };
  const request = { node, port, bound_ms, clock: systemClock() };
  return inSession(request, (session) => session.ask(getData('/')));
}

test('of a server that gives no answer, the bound is told, and its name once', async () => {
  open.server = await FakeServer.start(['silence']);
  await expect(asked(open.server.port, 200)).rejects.toThrow(/^n2 did not answer within 200 ms$/);
});

test('of a server that ends the connection, that is told, and its name once', async () => {
  open.server = await FakeServer.start(['end']);
  await expect(asked(open.server.port, 5000)).rejects.toThrow(/^n2: the server ended/);
});
