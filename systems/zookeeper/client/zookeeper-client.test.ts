import { afterEach, expect, test } from 'vitest';
import { OpFailed, OpIndeterminate } from '../../../harness/index.js';
import { JuteWriter } from '../jute/writer.js';
import { ConnectionLostError } from '../protocol/connection-lost-error.js';
import { remove } from '../protocol/request.js';
import { CODES, ZooKeeperError } from '../protocol/zookeeper-error.js';
import { FakeServer, type Reply, writeStat } from '../testing/fake-server.js';
import type { Connection } from './connection.js';
import { outcomeOf } from './outcome.js';
import { zookeeperClient } from './zookeeper-client.js';

const open: { server?: FakeServer; connection?: Connection } = {};

async function connected(replies: readonly Reply[], reads?: string) {
  open.server = await FakeServer.start(replies);
  open.connection = await open.server.connect(reads);
  return { server: open.server, connection: open.connection };
}

afterEach(async () => {
  open.connection?.session.close();
  await open.server?.stop();
});

const data = (text: string, version = 0): Reply => ({
  body: (writer) => writeStat(writer.text(text), 5, version),
});
const path: Reply = { body: (writer) => writer.text('/') };
const stat: Reply = { body: (writer) => writeStat(writer, 9, 1) };
const refused = (code: keyof typeof CODES): Reply => ({ code: CODES[code] });
/** What a multi answers: a code for each part, none for one that was done by `setData`. */
const parts = (...codes: readonly (number | null)[]): Reply => ({
  body(writer) {
    for (const code of codes) {
      if (code === null) writeStat(writer.int(5).bool(false).int(0), 5, 1);
      else writer.int(-1).bool(false).int(code).int(code);
    }
    writer.int(-1).bool(true).int(-1);
  },
});
/** What a multi answers that is one check, where the version is the one that was seen. */
const checked: Reply = {
  body: (writer) => writer.int(13).bool(false).int(0).int(-1).bool(true).int(-1),
};

test.each([
  ['plain', [data('41')], [4]],
  ['synced', [path, data('41')], [9, 4]],
  ['quorum', [stat, data('41')], [5, 4]],
])('a read that is %s sends what has to come first right before', async (reads, replies, ops) => {
  const { server, connection } = await connected(replies, reads);
  expect(await zookeeperClient.read?.(connection, 1)).toBe(41);
  expect(server.ops).toEqual(ops);
});

test('a node that is not there is read as null, and made by the first write', async () => {
  const replies = [refused('noNode'), refused('noNode'), path];
  const { server, connection } = await connected(replies, 'plain');
  expect(await zookeeperClient.read?.(connection, 1)).toBeNull();
  await zookeeperClient.write?.(connection, 1, 2);
  expect(server.ops).toEqual([4, 5, 1]);
});

test.each([
  ['the expected value again', data('1', 4), parts(null), { swapped: true }],
  ['another value', data('2', 4), checked, { swapped: false, saw: 2 }],
])(
  'a compare-and-set that was overtaken begins anew, and finds %s',
  async (_, later, done, result) => {
    const { server, connection } = await connected([
      data('1', 3),
      parts(CODES.badVersion),
      later,
      done,
    ]);
    expect(await zookeeperClient.cas?.(connection, 1, 1, 9)).toEqual(result);
    expect(server.ops).toEqual([4, 14, 4, 14]);
  },
);

test('a compare-and-set finds another value only where a majority agrees that it is there', async () => {
  const { connection } = await connected([
    data('1', 3),
    parts(CODES.badVersion),
    data('2', 4),
    parts(null),
  ]);
  expect(await zookeeperClient.cas?.(connection, 1, 2, 9)).toEqual({ swapped: true });
});

test('a transaction that is refused for another reason is not tried again', async () => {
  const { server, connection } = await connected([data('1', 3), parts(-2)]);
  const swapping = Promise.resolve(zookeeperClient.cas?.(connection, 1, 1, 9));
  await expect(swapping).rejects.toMatchObject({ codeName: 'runtime-inconsistency' });
  expect(server.ops).toEqual([4, 14]);
});

test('a transaction that another one overtook begins anew with what is there now', async () => {
  const { server, connection } = await connected([
    data('[1]'),
    parts(CODES.badVersion),
    data('[1,2]', 1),
    parts(null),
  ]);
  expect(await zookeeperClient.txn?.(connection, [['append', 1, 3]])).toEqual([['append', 1, 3]]);
  expect(server.ops).toEqual([4, 14, 4, 14]);
});

test.each([
  ['other', parts(CODES.nodeExists, -2, -2)],
  ['same', parts(0, 0, CODES.nodeExists)],
])('a row is refused where the %s table has one', async (_, answer) => {
  const { connection } = await connected([answer]);
  const insert = () => Promise.resolve(zookeeperClient.insertIfNone?.(connection, 1, 'a', 7));
  await expect(insert()).rejects.toMatchObject({ code: 'row-exists' });
});

test('an op whose connection is lost is sent once, and nobody knows what became of it', async () => {
  const { server, connection } = await connected(['end']);
  const writing = Promise.resolve(zookeeperClient.write?.(connection, 1, 2));
  const thrown: unknown = await writing.catch((error: unknown) => error);
  expect(outcomeOf(thrown)).toMatchObject({ code: 'connection-lost', outcome: 'info' });
  expect(zookeeperClient.usable?.(connection)).toBe(false);
  expect(server.ops).toEqual([5]);
});

test('a lock that was taken in another session is given back by nobody knows whom', async () => {
  const { connection } = await connected([
    { body: (writer) => writeStat(writer.text('/lock'), 12, 0) },
    {},
  ]);
  const release = (token: number) =>
    Promise.resolve(zookeeperClient.release?.(connection, 'l', token));
  await expect(release(3)).rejects.toBeInstanceOf(OpIndeterminate);
  expect(await zookeeperClient.acquire?.(connection, 'l')).toBe(12);
  await expect(release(3)).rejects.toBeInstanceOf(OpFailed);
  await release(12);
  expect(connection.held.size).toBe(0);
});

test.each([
  ['badVersion', 'fail'],
  ['sessionExpired', 'fail'],
  ['systemError', 'info'],
  ['operationTimeout', 'info'],
] as const)('the answer %s says %s', (name, outcome) => {
  expect(outcomeOf(new ZooKeeperError(CODES[name]))?.outcome).toBe(outcome);
});

/** The answer to the second request of a session: names of children. */
function children(...names: readonly string[]): Buffer {
  const writer = new JuteWriter().int(2).long(7n).int(0).int(names.length);
  for (const name of names) writer.text(name);
  return writer.framed();
}
/** The name of the node that a write made. */
const made = (value: number, at: number): string => `=${value}${String(at).padStart(10, '0')}`;
/** An event of a watch: the node was made. */
const eventOf = (name: string): Buffer =>
  new JuteWriter()
    .int(-1)
    .long(-1n)
    .int(0)
    .int(1)
    .int(3)
    .text(`/faultline-watched/=1/${name}`)
    .framed();

test('a watch is told of what is there and of each node that is made after, in the order of the events', async () => {
  const { server, connection } = await connected([
    {},
    // The event before the answer is of a node that the answer holds.
    Buffer.concat([
      eventOf(made(12, 2)),
      children(made(12, 2), made(11, 1)),
      eventOf(made(13, 3)),
      eventOf(made(14, 4)),
    ]),
    data(''),
    data(''),
  ]);
  expect(await zookeeperClient.watch?.(connection, 1, 2, 20)).toEqual([
    [2, 12],
    [3, 13],
    [4, 14],
  ]);
  // It goes on with what it is told, and does not look again.
  expect(await zookeeperClient.watch?.(connection, 1, 5, 1)).toEqual([]);
  expect(server.ops).toEqual([106, 8, 4, 4]);
});

test('a watch whose server does not answer any more has failed, for its silence says nothing', async () => {
  const { server, connection } = await connected([{}, children(), 'silence']);
  const watching = Promise.resolve(zookeeperClient.watch?.(connection, 1, 0, 1));
  const ended = watching.then(
    () => 'ended',
    () => 'failed',
  );
  await expect.poll(() => server.ops).toEqual([106, 8, 4]);
  connection.session.close();
  expect(await ended).toBe('failed');
});

test('a watch that the server refused is asked for again', async () => {
  const { server, connection } = await connected([
    refused('systemError'),
    {},
    refused('noNode'),
    refused('noNode'),
  ]);
  const refusal = Promise.resolve(zookeeperClient.watch?.(connection, 1, 0, 1));
  await expect(refusal).rejects.toBeInstanceOf(ZooKeeperError);
  expect(await zookeeperClient.watch?.(connection, 1, 0, 1)).toEqual([]);
  expect(server.ops).toEqual([106, 106, 8, 4]);
});

test('a watch that ends with its connection has failed', async () => {
  const { connection } = await connected([{}, children(), 'end']);
  const watching = Promise.resolve(zookeeperClient.watch?.(connection, 1, 0, 300));
  void connection.session.ask(remove('/')).catch(() => undefined);
  await expect(watching).rejects.toBeInstanceOf(ConnectionLostError);
});
