import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../../../harness/core/clock.js';
import { OpIndeterminate } from '../../../harness/core/op-errors.js';
import { FakeServer, type Reaction, resp } from '../testing/fake-server.js';
import { closeConnection, openConnection } from './connection.js';
import { SAFE_OPTIONS } from './safe-options.js';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A connection that asks for two replicas, to a server that takes writes and does this with WAIT. */
async function waitingFor(answered: number | Reaction) {
  const toWait = typeof answered === 'number' ? { reply: resp.integer(answered) } : answered;
  const server = await FakeServer.start(([name]) =>
    name === 'wait' ? toWait : { reply: resp.ok },
  );
  return { redis: await openedFor(server), server };
}

async function openedFor(server: FakeServer) {
  const options = { ...SAFE_OPTIONS, host: '127.0.0.1', port: server.port };
  const wait = { replicas: 2, timeout_ms: 300 };
  const redis = await openConnection(options, systemClock(), 1000, wait);
  closing.push(async () => {
    closeConnection(redis);
    await server.stop();
  });
  return redis;
}

test('a write that enough replicas have is acknowledged, after one WAIT', async () => {
  const { redis, server } = await waitingFor(2);
  expect(await redis.set('k', 1)).toBe('OK');
  expect(server.executed).toEqual([
    ['set', 'k', '1'],
    ['wait', '2', '300'],
  ]);
});

test('a write whose WAIT fell short is indeterminate, and is not sent again', async () => {
  const { redis, server } = await waitingFor(1);
  const short = redis.set('k', 1);
  await expect(short).rejects.toBeInstanceOf(OpIndeterminate);
  await expect(short).rejects.toMatchObject({
    code: 'wait-short',
    message: 'WAIT answered 1 of 2 replicas after 300 ms',
  });
  expect(server.executed.map(([name]) => name)).toEqual(['set', 'wait']);
});

test.each<[string, Reaction]>([
  ['is refused, as a node does that loads its data', { reply: resp.error('LOADING loading') }],
  [
    'is refused, as a demoted node does',
    { reply: resp.error('MASTERDOWN Link with MASTER is down') },
  ],
  ['is refused, as a node does that runs a script', { reply: resp.error('BUSY Redis is busy') }],
  ['ends with the connection', 'drop'],
])('a write whose WAIT %s has been executed: it is indeterminate', async (_, reaction) => {
  const { redis, server } = await waitingFor(reaction);
  const write = redis.set('k', 1);
  await expect(write).rejects.toBeInstanceOf(OpIndeterminate);
  await expect(write).rejects.toMatchObject({ code: 'wait-unanswered' });
  expect(server.executed.map(([name]) => name)).toEqual(['set', 'wait']);
});

test('a write that is refused itself is not waited for, and keeps its error', async () => {
  const server = await FakeServer.start(() => ({ reply: resp.error('LOADING loading') }));
  const redis = await openedFor(server);
  await expect(redis.set('k', 1)).rejects.toThrow('LOADING loading');
  expect(server.executed.map(([name]) => name)).toEqual(['set']);
});

test('a read waits for nobody', async () => {
  const { redis, server } = await waitingFor(0);
  expect(await redis.get('k')).toBe('OK');
  expect(server.executed).toEqual([['get', 'k']]);
});
