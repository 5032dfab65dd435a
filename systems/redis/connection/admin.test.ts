import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../../../harness/core/clock.js';
import { FakeServer, type Reaction, resp } from '../testing/fake-server.js';
import { AdminConnection, askAll } from './admin.js';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function made(react: (command: readonly string[]) => Reaction) {
  const fake = await FakeServer.start(react);
  const admin = new AdminConnection('127.0.0.1', fake.port, systemClock(), {});
  closing.push(
    () => admin.close(),
    () => fake.stop(),
  );
  return { fake, admin };
}

test('a question over a connection that was closed meanwhile is asked again', async () => {
  const { fake, admin } = await made(() => ({ reply: resp.ok }));
  expect(await admin.ask('DBSIZE')).toBe('OK');
  fake.dropAll();
  expect(await admin.ask('DBSIZE')).toBe('OK');
});

test('an order is sent once, whatever becomes of it', async () => {
  const { fake, admin } = await made(([name]) => (name === 'DBSIZE' ? { reply: resp.ok } : 'drop'));
  await admin.ask('DBSIZE');
  await expect(admin.order('REPLICAOF', 'NO', 'ONE')).rejects.toThrow('Connection is closed.');
  expect(fake.executed.filter(([name]) => name === 'REPLICAOF')).toHaveLength(1);
});

test('an order does not fail for a connection that was closed before', async () => {
  const { fake, admin } = await made(() => ({ reply: resp.ok }));
  await admin.ask('DBSIZE');
  fake.dropAll();
  expect(await admin.order('REPLICAOF', 'NO', 'ONE')).toBe('OK');
});

test('a server that never answers costs less than two seconds', async () => {
  const { admin } = await made(() => 'silence');
  const start = Date.now();
  await expect(admin.ask('DBSIZE')).rejects.toThrow(/an answer of [^]* to DBSIZE within 800 ms/);
  expect(Date.now() - start).toBeLessThan(2000);
});

test('an error reply is the server’s answer, and the next question is asked all the same', async () => {
  const replies = [resp.error('LOADING soon'), resp.ok];
  const { admin } = await made(() => ({ reply: replies.shift() ?? resp.ok }));
  await expect(admin.ask('DBSIZE')).rejects.toThrow('LOADING soon');
  expect(await admin.ask('DBSIZE')).toBe('OK');
});

test('of several nodes, one that does not answer is null', async () => {
  const { admin, fake } = await made(() => ({ reply: resp.ok }));
  const gone = await made(() => ({ reply: resp.ok }));
  await gone.fake.stop();
  const answers = await askAll(
    new Map([
      ['n1', admin],
      ['n2', gone.admin],
    ]),
    (connection) => connection.ask('DBSIZE'),
  );
  expect([...answers]).toEqual([
    ['n1', 'OK'],
    ['n2', null],
  ]);
  expect(fake.executed).toHaveLength(1);
});

test('after the end nothing is asked any more', async () => {
  const { fake, admin } = await made(() => ({ reply: resp.ok }));
  await admin.close();
  await expect(admin.ask('DBSIZE')).rejects.toThrow('before the system is torn down');
  expect(fake.executed).toEqual([]);
});
