import { afterEach, expect, test } from 'vitest';
import { type Json, OpFailed, OpIndeterminate, wait } from '../../../harness/index.js';
import { FakeMember, type Reply } from '../testing/fake-member.js';
import { etcdClient } from './etcd-client.js';
import { outcomeOf } from './outcome.js';
import type { Session } from './session.js';

const HEADER = {
  cluster_id: '14841639068965178418',
  member_id: '10276657743932975437',
  revision: '7',
  raft_term: '2',
};
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const pair = (key: string, value: string, revision = '5') => ({
  key: base64(key),
  value: base64(value),
  create_revision: revision,
  mod_revision: revision,
  version: '1',
});

const open: { member?: FakeMember; session?: Session } = {};

async function session(replies: readonly Reply[], options: Partial<Session> = {}) {
  open.member = await FakeMember.start(replies);
  open.session = open.member.session(options);
  return { member: open.member, session: open.session };
}

afterEach(async () => {
  open.session?.gateway.close();
  await open.member?.stop();
});

test('a read of a key that is not there is null, and one that is asked for is serializable', async () => {
  const { member, session: one } = await session(
    [
      { body: { header: HEADER } },
      { body: { header: HEADER, kvs: [pair('k', '41')], count: '1' } },
    ],
    { serializable: true },
  );
  expect(await etcdClient.read?.(one, 1)).toBeNull();
  expect(await etcdClient.read?.(one, 1)).toBe(41);
  expect(member.requests[0]).toEqual({
    path: '/v3/kv/range',
    body: { key: base64('faultline/register/1'), serializable: true },
  });
  expect(member.connections).toBe(1);
});

test('a compare-and-set that did not match tells what it saw', async () => {
  const failed = {
    header: HEADER,
    responses: [{ response_range: { header: {}, kvs: [pair('k', '9')], count: '1' } }],
  };
  const { session: one } = await session([
    { body: failed },
    { body: { header: HEADER, succeeded: true, responses: [{ response_put: {} }] } },
  ]);
  expect(await etcdClient.cas?.(one, 1, 8, 10)).toEqual({ swapped: false, saw: 9 });
  expect(await etcdClient.cas?.(one, 1, 9, 10)).toEqual({ swapped: true });
});

test('a transaction that another one overtook begins anew with what is there now', async () => {
  const before = { response_range: { kvs: [pair('faultline/txn/1', '[1]', '5')] } };
  const after = { response_range: { kvs: [pair('faultline/txn/1', '[1,2]', '6')] } };
  const { member, session: one } = await session([
    { body: { header: HEADER, succeeded: true, responses: [before] } },
    { body: { header: HEADER, responses: [after] } },
    { body: { header: HEADER, succeeded: true, responses: [{ response_put: {} }] } },
  ]);
  const steps = [
    ['append', 1, 3],
    ['r', 1, null],
  ] as const;
  expect(await etcdClient.txn?.(one, steps)).toEqual([
    ['append', 1, 3],
    ['r', 1, [1, 2, 3]],
  ]);
  expect(member.requests[2]?.body).toMatchObject({
    compare: [{ target: 'MOD', mod_revision: '6' }],
    success: [{ request_put: { value: base64('[1,2,3]') } }],
  });
});

test('an op whose connection is lost is sent once, and nobody knows what became of it', async () => {
  const { member, session: one } = await session(['end']);
  const thrown: unknown = await Promise.resolve(etcdClient.write?.(one, 1, 2)).catch(
    (error: unknown) => error,
  );
  expect(outcomeOf(thrown)).toMatchObject({ code: 'connection-lost', outcome: 'info' });
  expect(member.requests).toHaveLength(1);
});

test('an op has failed for certain where there was no connection', async () => {
  const { member, session: one } = await session([]);
  await member.stop();
  const thrown: unknown = await Promise.resolve(etcdClient.write?.(one, 1, 2)).catch(
    (error: unknown) => error,
  );
  expect(outcomeOf(thrown)).toMatchObject({ code: 'not-connected', outcome: 'fail' });
});

test.each([
  [503, 14, 'etcdserver: request timed out', 'info'],
  [503, 14, 'etcdserver: request timed out, possibly due to previous leader failure', 'info'],
  [503, 14, 'etcdserver: server stopped', 'info'],
  [503, 14, 'etcdserver: leader changed', 'info'],
  [503, 14, 'transport is closing', 'info'],
  [504, 4, 'context deadline exceeded', 'info'],
  [429, 8, 'etcdserver: too many requests', 'fail'],
  [429, 8, 'etcdserver: mvcc: database space exceeded', 'info'],
  [400, 3, 'etcdserver: request is too large', 'fail'],
])('an answer %i with code %i, "%s", says %s', async (status, code, message, outcome) => {
  const { session: one } = await session([{ status, body: { error: message, message, code } }]);
  const thrown: unknown = await Promise.resolve(etcdClient.write?.(one, 1, 2)).catch(
    (error: unknown) => error,
  );
  const said = outcomeOf(thrown);
  expect(said).toBeInstanceOf(outcome === 'fail' ? OpFailed : OpIndeterminate);
  expect(said?.message).toBe(message);
});

const event = (value: string, revision: string) => ({
  kv: pair('faultline/watched/1', value, revision),
});

/** What a member answers that holds the key as it was written at a revision; 0 where it holds none. */
const held = (revision: number) => ({
  body: {
    header: HEADER,
    ...(revision === 0 ? {} : { kvs: [pair('faultline/watched/1', '', String(revision))] }),
  },
});
const made = { result: { header: HEADER, created: true } };
const told = (...events: readonly Json[]) => ({ result: { header: HEADER, events } });

test('a watch is told of changes from a revision on, until its time is over', async () => {
  const { member, session: one } = await session([
    held(6),
    { messages: [made, told(event('41', '5'), event('42', '6')), told(event('43', '9'))] },
    { body: { header: HEADER } },
  ]);
  expect(await etcdClient.watch?.(one, 1, 0, 200)).toEqual([
    [5, 41],
    [6, 42],
    [9, 43],
  ]);
  expect(member.requests[0]?.body).toMatchObject({ serializable: true });
  expect(member.requests[1]).toEqual({
    path: '/v3/watch',
    body: { create_request: { key: base64('faultline/watched/1'), start_revision: '1' } },
  });
  // The connection of the stream is gone, and the next op has another one.
  expect(await etcdClient.writeWatched?.(one, 1, 44)).toBe(7);
});

test.each([
  ['is cancelled', [{ result: { canceled: true, cancel_reason: 'compacted' } }], 'compacted'],
  ['ends with an error', [{ error: { grpc_code: 14, message: 'no leader' } }], 'no leader'],
])('a watch that %s has failed', async (_, messages, why) => {
  const { session: one } = await session([held(0), { messages }]);
  const watching = Promise.resolve(etcdClient.watch?.(one, 1, 3, 5000));
  await expect(watching).rejects.toThrow(why);
});

test('a watch whose time is over goes on until it was told of all that the member held', async () => {
  const late = { after_ms: 150, message: told(event('42', '6')) };
  const { session: one } = await session([
    held(6),
    { messages: [made, told(event('41', '5')), late] },
  ]);
  expect(await etcdClient.watch?.(one, 1, 3, 20)).toEqual([
    [5, 41],
    [6, 42],
  ]);
});

test.each([
  ['was not made', 0, []],
  ['was told of nothing of what the member held', 6, [made]],
  ['was told of a part of it', 6, [made, told(event('41', '5'))]],
])(
  'a watch that %s does not end by itself, for its silence says nothing',
  async (_, revision, messages) => {
    const { session: one } = await session([held(revision), { messages }]);
    const watching = Promise.resolve(etcdClient.watch?.(one, 1, 3, 20));
    const ended = watching.then(
      () => 'answered',
      () => 'closed',
    );
    const first = await Promise.race([ended, wait(one.clock, 200).then(() => 'goes on')]);
    expect(first).toBe('goes on');
    // As the interpreter does when the time of an op is over.
    one.gateway.close();
    expect(await ended).toBe('closed');
  },
);

test.each([
  ['held nothing', 0],
  ['held earlier changes only', 2],
])(
  'a watch that was made and told of nothing saw that nothing came, where the member %s',
  async (_, revision) => {
    const { session: one } = await session([held(revision), { messages: [made] }]);
    expect(await etcdClient.watch?.(one, 1, 3, 200)).toEqual([]);
  },
);

const granted = { body: { header: HEADER, ID: '77', TTL: '2' } };

test('a lease is rounded up to whole seconds, and prolonged for who has it', async () => {
  const { member, session: one } = await session([
    granted,
    { body: { header: HEADER } },
    { body: { header: HEADER, succeeded: true } },
  ]);
  await etcdClient.takeLease?.(one, 1, 'a', 1500);
  expect(member.requests.map(({ body }) => body)).toMatchObject([
    { TTL: '2' },
    { compare: [{ target: 'VERSION', version: '0' }] },
    {
      compare: [{ target: 'VALUE', value: base64('"a"') }],
      success: [{ request_put: { value: base64('"a"'), lease: '77' } }],
    },
  ]);
});

test('a lease that another one has is refused, and who does not have one cannot end it', async () => {
  const not = { body: { header: HEADER } };
  const { session: one } = await session([granted, not, not, not]);
  const taking = Promise.resolve(etcdClient.takeLease?.(one, 1, 'b', 1000));
  await expect(taking).rejects.toMatchObject({ code: 'held' });
  const ending = Promise.resolve(etcdClient.endLease?.(one, 1, 'b'));
  await expect(ending).rejects.toMatchObject({ code: 'not-held' });
});
