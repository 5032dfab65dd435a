import { afterEach, describe, expect, test } from 'vitest';
import { clientSource } from '../../../harness/core/client-source.js';
import type { Client, ClientMode } from '../../../harness/core/client.js';
import type { DataType } from '../../../harness/core/data-type.js';
import {
  bankType,
  counterType,
  expiringType,
  fencedLockType,
  idsType,
  leaseType,
  logType,
  queueType,
  registerType,
  setType,
  tablesType,
  transactionsType,
} from '../../../harness/core/data-types/index.js';
import { systemClock } from '../../../harness/core/clock.js';
import type { Json, JsonObject } from '../../../harness/core/json.js';
import type { Invocation } from '../../../harness/core/op.js';
import { FakeServer, type Reaction, resp } from '../testing/fake-server.js';
import { OPEN_TO_CLIENTS } from './client-topology.js';
import { ERROR_TABLE } from './error-table.js';
import { redisClient } from './redis-client.js';
import { groupClients } from './redis-clients.js';

const clock = systemClock();
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function invocation(f: string, value?: Json): Invocation {
  return { index: 0, process: 0, type: 'invoke', f, value, time: 0 };
}

async function server(react: (command: readonly string[]) => Reaction): Promise<FakeServer> {
  const fake = await FakeServer.start(react);
  closing.push(() => fake.stop());
  return fake;
}

async function open(
  fake: FakeServer,
  mode: ClientMode,
  dataType: DataType,
  options: JsonObject = {},
): Promise<Client> {
  const sentinel = await server(() => ({
    reply: resp.array([resp.bulk('127.0.0.1'), resp.bulk(String(fake.port))]),
  }));
  const topology = {
    servers: [{ node: 'n1', host: '127.0.0.1', port: fake.port }],
    sentinels: [{ node: 'n1', host: '127.0.0.1', port: sentinel.port }],
    group: 'faultline',
    access: OPEN_TO_CLIENTS,
  };
  const store = groupClients(topology, clock);
  const shared = { client: redisClient, dataType, mode, nodes: [], options };
  const source = clientSource({ ...shared, store, clock });
  closing.push(async () => {
    store.stop();
  });
  const client = await source.open({ process: 0, node: 'n1' });
  closing.push(() => client.close());
  return client;
}

const OPS: readonly (readonly [DataType, string, Json | undefined])[] = [
  [setType, 'add', 7],
  [registerType, 'write', [1, 7]],
  [registerType, 'cas', [1, [null, 7]]],
  [counterType, 'add', 2],
  [idsType, 'generate', null],
  [queueType, 'dequeue', null],
  [logType, 'send', [['send', 'a', 7]]],
  [transactionsType, 'txn', [['append', 1, 7]]],
  [bankType, 'transfer', { from: 'a', to: 'b', amount: 1 }],
  [tablesType, 'insert', [1, [7, null]]],
  [fencedLockType, 'acquire', [1, null]],
  [leaseType, 'acquire', ['l', ['a', 100]]],
  [expiringType, 'write', [1, [7, 100]]],
];

test.each([
  [{}, '0'],
  [{ lockTtl_ms: 70 }, '70'],
])('a lock lasts as long as the options say: %j', async (options, ttl) => {
  const fake = await server(() => ({ reply: resp.integer(1) }));
  const client = await open(fake, 'pinned', fencedLockType, options);
  expect(await client.invoke(invocation('acquire', ['l', null]))).toMatchObject({ type: 'ok' });
  expect(fake.executed[0]?.at(-1)).toBe(ttl);
  expect(fake.executed[0]?.[1]).toContain('PEXPIRE');
});

describe.each(['pinned', 'primary', 'smart'] as const)('a %s client', (mode) => {
  test.each(OPS)('sends $1 once, whatever becomes of the reply', async (type, f, value) => {
    const fake = await server(() => 'drop');
    const client = await open(fake, mode, type);
    const completion = await client.invoke(invocation(f, value));
    expect(completion).toMatchObject({ type: 'info', error: { code: 'connection-closed' } });
    expect(client.usable).toBe(false);
    // Long enough for ioredis' default options to send it again about five times.
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(fake.executed).toHaveLength(1);
  });

  test('says fail for an op that was not written to any connection', async () => {
    const fake = await server(() => ({ reply: resp.integer(1) }));
    const client = await open(fake, mode, setType);
    fake.dropAll();
    await expect.poll(() => client.usable).toBe(false);
    expect(await client.invoke(invocation('add', 1))).toMatchObject({
      type: 'fail',
      error: { code: 'not-sent' },
    });
    expect(fake.executed).toEqual([]);
  });

  test('lets a pending op end as info when it is closed', async () => {
    const fake = await server(() => 'silence');
    const client = await open(fake, mode, setType);
    const pending = client.invoke(invocation('add', 1));
    await expect.poll(() => fake.executed.length).toBe(1);
    await client.close();
    expect(await pending).toMatchObject({ type: 'info', error: { code: 'connection-closed' } });
    expect(client.usable).toBe(false);
  });

  test('records a read that did not complete as fail: it changed nothing', async () => {
    const fake = await server(() => 'drop');
    const client = await open(fake, mode, setType);
    expect(await client.invoke(invocation('read'))).toMatchObject({
      type: 'fail',
      error: { code: 'connection-closed' },
    });
  });

  test('refuses to open when nothing listens', async () => {
    const fake = await server(() => 'drop');
    await fake.stop();
    await expect(open(fake, mode, setType)).rejects.toThrow(/expected a (connection|server)/);
  });
});

describe('the error table', () => {
  const rows = ERROR_TABLE.flatMap((row) =>
    row.server === undefined ? [] : [[row.server, row] as const],
  );

  test.each(rows)('a reply of %s ends a write as its row says', async (word, row) => {
    const fake = await server(() => ({ reply: resp.error(`${word} in the server's words`) }));
    const client = await open(fake, 'pinned', setType);
    expect(await client.invoke(invocation('add', 1))).toEqual({
      type: row.outcome,
      error: { code: row.code, message: `${word} in the server's words` },
    });
    expect(row.reason).not.toBe('');
    expect(client.usable).toBe(true);
  });

  test('an error reply that no row knows is info: it may have been applied', async () => {
    const fake = await server(() => ({ reply: resp.error('NOLEADER No Raft leader') }));
    const client = await open(fake, 'pinned', setType);
    expect(await client.invoke(invocation('add', 1))).toMatchObject({
      type: 'info',
      error: { code: 'unknown-error' },
    });
  });
});

describe('data types', () => {
  test('a set read is a sorted array of numbers', async () => {
    const fake = await server(() => ({
      reply: resp.array(['10', '9', '2'].map((member) => resp.bulk(member))),
    }));
    const client = await open(fake, 'pinned', setType);
    for (const f of ['read', 'final-read']) {
      expect(await client.invoke(invocation(f))).toEqual({ type: 'ok', value: [2, 9, 10] });
    }
  });

  test('a final read of a set goes from cursor to cursor over one connection', async () => {
    const fake = await server(([, , cursor]) => ({
      reply: resp.array([
        resp.bulk(cursor === '0' ? '7' : '0'),
        resp.array([resp.bulk(cursor === '0' ? '5' : '6')]),
      ]),
    }));
    const client = await open(fake, 'pinned', setType);
    const piece = (cursor: string) => client.invoke(invocation('final-read', { cursor }));
    expect(await piece('0')).toEqual({ type: 'ok', value: { cursor: '7', elements: [5] } });
    expect(await piece('7')).toEqual({ type: 'ok', value: { cursor: '0', elements: [6] } });
    expect(fake.executed.map((command) => command.slice(0, 3))).toEqual([
      ['sscan', 'faultline:set:{la2}', '0'],
      ['sscan', 'faultline:set:{la2}', '7'],
    ]);
    const another = await open(fake, 'pinned', setType);
    expect(await another.invoke(invocation('final-read', { cursor: '7' }))).toMatchObject({
      type: 'fail',
      error: { code: 'scan-broken' },
    });
    expect(fake.executed).toHaveLength(2);
  });

  test('a register read tells nothing from zero', async () => {
    const replies = [resp.bulk(null), resp.bulk('0')];
    const fake = await server(() => ({ reply: replies.shift() ?? resp.bulk(null) }));
    const client = await open(fake, 'pinned', registerType);
    expect(await client.invoke(invocation('read', [3, null]))).toEqual({
      type: 'ok',
      value: [3, null],
    });
    expect(await client.invoke(invocation('read', [3, null]))).toEqual({
      type: 'ok',
      value: [3, 0],
    });
  });

  test('values are any JSON: a number is sent as its usual text, all else as JSON', async () => {
    const fake = await server(() => ({ reply: resp.ok }));
    const client = await open(fake, 'pinned', registerType);
    for (const value of [7, -1.5, 'a "b"', '', [1, null], { a: true }]) {
      const written = await client.invoke(invocation('write', ['k', value]));
      expect(written).toEqual({ type: 'ok', value: ['k', value] });
    }
    await client.invoke(invocation('cas', ['k', ['', { b: 1 }]]));
    await client.invoke(invocation('cas', ['k', [null, 8]]));
    expect(fake.executed.map((command) => command.slice(2))).toEqual([
      ['7'],
      ['-1.5'],
      ['"a \\"b\\""'],
      ['""'],
      ['[1,null]'],
      ['{"a":true}'],
      ['1', 'faultline:r:k', '""', '{"b":1}'],
      ['1', 'faultline:r:k', '', '8'],
    ]);
  });

  test('what was read is the value of its JSON; what is none, which nobody wrote, is a text', async () => {
    const texts = ['7', '-1.5', '"a"', '""', '[1,null]', '{"a":true}', 'tr\u0000sh'];
    const fake = await server(() => ({ reply: resp.bulk(texts.shift() ?? null) }));
    const client = await open(fake, 'pinned', registerType);
    const read = async () => {
      const completion = await client.invoke(invocation('read', ['k', null]));
      return (completion.value as readonly Json[])[1];
    };
    for (const value of [7, -1.5, 'a', '', [1, null], { a: true }, 'tr\u0000sh', null]) {
      expect(await read()).toEqual(value);
    }
  });

  test('a register can not be set to null, which it holds when it was never written', async () => {
    const fake = await server(() => ({ reply: resp.ok }));
    const client = await open(fake, 'pinned', registerType);
    await expect(client.invoke(invocation('write', [1, null]))).rejects.toThrow(/writes null/);
    expect(fake.executed).toEqual([]);
  });

  test('a compare-and-set that does not match fails with the value that it saw', async () => {
    const fake = await server(() => ({ reply: resp.array([resp.integer(0), resp.bulk('5')]) }));
    const client = await open(fake, 'pinned', registerType);
    expect(await client.invoke(invocation('cas', [3, [4, 6]]))).toEqual({
      type: 'fail',
      value: [3, [4, 6]],
      error: { code: 'cas-mismatch', message: 'expected 4, saw 5', saw: 5 },
    });
  });

  test('an op that the data type does not serve is the workload’s mistake', async () => {
    const fake = await server(() => ({ reply: resp.ok }));
    const client = await open(fake, 'pinned', setType);
    const completion = await client.invoke(invocation('write', [1, 1]));
    expect(completion).toMatchObject({ type: 'fail', error: { code: 'unserved-op' } });
    expect(completion).toHaveProperty(
      'error.message',
      expect.stringContaining('an op of data type "set"'),
    );
    expect(fake.executed).toEqual([]);
  });
});
