import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../../../harness/core/clock.js';
import { OpIndeterminate } from '../../../harness/core/op-errors.js';
import { FakeServer, type Reaction, resp } from '../testing/fake-server.js';
import { closeConnection, openConnection } from './connection.js';
import { SAFE_OPTIONS } from './safe-options.js';
import type { Wait } from './waiting-redis.js';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const TWO_REPLICAS: Wait = { replicas: 2, timeout_ms: 300 };
const SYNCED: Wait = { replicas: 1, localFiles: 1, timeout_ms: 300 };

/** A connection that asks for two replicas, to a server that takes writes and does this with WAIT. */
async function waitingFor(answered: number | Reaction, wait = TWO_REPLICAS) {
  const toWait = typeof answered === 'number' ? { reply: resp.integer(answered) } : answered;
  const server = await FakeServer.start(([name]) =>
    name?.startsWith('wait') ? toWait : { reply: resp.ok },
  );
  return { redis: await openedFor(server, wait), server };
}

async function openedFor(server: FakeServer, wait = TWO_REPLICAS) {
  const options = { ...SAFE_OPTIONS, host: '127.0.0.1', port: server.port };
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

const synced = (local: number, replicas: number): Reaction => ({
  reply: resp.array([resp.integer(local), resp.integer(replicas)]),
});

test('a write that the server and enough replicas have synced is acknowledged, after one WAITAOF', async () => {
  const { redis, server } = await waitingFor(synced(1, 2), SYNCED);
  expect(await redis.set('k', 1)).toBe('OK');
  expect(server.executed.at(-1)).toEqual(['waitaof', '1', '1', '300']);
});

test.each([
  [0, 2],
  [1, 0],
])(
  'a write that %i files and %i replicas have synced is indeterminate',
  async (local, replicas) => {
    const { redis } = await waitingFor(synced(local, replicas), SYNCED);
    await expect(redis.set('k', 1)).rejects.toMatchObject({
      code: 'wait-short',
      message: `WAITAOF answered ${local} and ${replicas} of 1 and 1 local files and replicas after 300 ms`,
    });
  },
);

test('a write whose WAITAOF is refused is indeterminate', async () => {
  const refusal = { reply: resp.error('ERR WAITAOF cannot be used when numlocal is set') };
  const { redis } = await waitingFor(refusal, SYNCED);
  await expect(redis.set('k', 1)).rejects.toMatchObject({ code: 'wait-unanswered' });
});

test('a read waits for nobody', async () => {
  const { redis, server } = await waitingFor(0);
  expect(await redis.get('k')).toBe('OK');
  expect(server.executed).toEqual([['get', 'k']]);
});
