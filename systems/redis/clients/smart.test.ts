import { afterEach, beforeEach, expect, test } from 'vitest';
import { add, FakeGroup } from '../testing/fake-group.js';

let group: FakeGroup;

beforeEach(async () => {
  group = await FakeGroup.start(2, 2);
});

afterEach(() => group.stop());

test('a smart client tells which node it ended at', async () => {
  const client = await group.open(group.source('smart'), 'n2');
  expect(await add(client, 1)).toEqual({ type: 'ok', value: 1, node: 'n1' });
});

test('on +switch-master the connection to the old primary is closed, and the next one leads to the new primary', async () => {
  const source = group.source('smart');
  const client = await group.open(source);
  expect(await add(client, 1)).toMatchObject({ type: 'ok', node: 'n1' });
  group.server(1).role = 'master';
  group.switchTo(1, 1);
  await expect.poll(() => client.usable).toBe(false);
  // The old primary still takes itself for one, and the Sentinel of n1 still names it.
  const next = await group.open(source);
  expect(await add(next, 2)).toMatchObject({ type: 'ok', node: 'n2' });
  expect(group.server(0).executed).toHaveLength(1);
});

test('an op under way on a connection that a switch closes is info, and is not sent again', async () => {
  const client = await group.open(group.source('smart'));
  group.silent = true;
  const pending = add(client, 1);
  await expect.poll(() => group.server(0).executed.length).toBe(1);
  group.promote(1);
  group.switchTo(1, 0);
  expect(await pending).toMatchObject({ type: 'info', error: { code: 'connection-closed' } });
  expect(group.server(1).executed).toEqual([]);
});

test('a switch that names the server in use changes nothing', async () => {
  const client = await group.open(group.source('smart'));
  group.switchTo(0, 0);
  group.switchTo(0, 1);
  expect(await add(client, 1)).toMatchObject({ type: 'ok', node: 'n1' });
  expect(client.usable).toBe(true);
});

test('a switch of another group changes nothing', async () => {
  const client = await group.open(group.source('smart'));
  group.sentinel(0).publish('+switch-master', 'other 127.0.0.1 1 127.0.0.1 2');
  expect(await add(client, 1)).toMatchObject({ type: 'ok' });
  expect(client.usable).toBe(true);
});

test.each(['smart', 'primary'] as const)(
  'a %s client leaves a server that refuses a write with READONLY',
  async (mode) => {
    const source = group.source(mode);
    const client = await group.open(source);
    group.promote(1);
    group.named.fill(1);
    expect(await add(client, 1)).toMatchObject({
      type: 'fail',
      node: 'n1',
      error: { code: 'readonly' },
    });
    expect(client.usable).toBe(false);
    expect(await add(await group.open(source), 2)).toMatchObject({ type: 'ok', node: 'n2' });
  },
);

test('a pinned client stays with a server that refuses its writes', async () => {
  const client = await group.open(group.source('pinned'), 'n2');
  expect(await add(client, 1)).toMatchObject({ type: 'fail', error: { code: 'readonly' } });
  expect(client.usable).toBe(true);
});

test('a smart client is not opened to a server that says it is a replica', async () => {
  group.promote(1);
  await expect(group.open(group.source('smart'))).rejects.toThrow('a connection to Redis');
});

test('a primary client finds the primary from any node, and opens no connection to stay elsewhere', async () => {
  const client = await group.open(group.source('primary'), 'n2');
  expect(await add(client, 1)).toEqual({ type: 'ok', value: 1, node: 'n1' });
  await expect.poll(() => group.servers.map(({ connections }) => connections)).toEqual([1, 0]);
});

test('a primary client is not opened where every server says it is a replica', async () => {
  group.promote(-1);
  await expect(group.open(group.source('primary'))).rejects.toThrow(
    'n1 says that it is a replica; n2 says that it is a replica',
  );
});

test('a subscription that breaks is made again', async () => {
  const sentinel = group.sentinel(0);
  const source = group.source('smart');
  const client = await group.open(source);
  sentinel.dropAll();
  await expect.poll(() => sentinel.subscribers.size, { timeout: 4000 }).toBe(0);
  await expect.poll(() => sentinel.subscribers.size, { timeout: 4000 }).toBe(1);
  group.promote(1);
  group.switchTo(1, 0);
  await expect.poll(() => client.usable).toBe(false);
});

test('all clients of a source share one subscription to each Sentinel, which ends with it', async () => {
  const source = group.source('smart');
  for (const node of ['n1', 'n2']) await group.open(source, node);
  expect(group.sentinels.map(({ subscribers }) => subscribers.size)).toEqual([1, 1]);
  source.stop();
  const left = () => group.sentinels.map(({ subscribers }) => subscribers.size);
  await expect.poll(left).toEqual([0, 0]);
});

test('smart clients of nodes without a Sentinel ask another one each', async () => {
  const { sentinels } = group;
  const source = group.source('smart', {
    ...group.topology,
    servers: group.topology.servers.map((server) => ({ ...server, node: `data-${server.node}` })),
  });
  const asked = () => sentinels.map(({ executed }) => executed.length > 0);
  await group.open(source, 'data-n1', 1);
  expect(asked()).toEqual([false, true]);
  await group.open(source, 'data-n1', 2);
  expect(asked()).toEqual([true, true]);
});
