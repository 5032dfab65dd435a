import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SERVER } from '../configuration/layout.js';
import { redisReplication } from '../index.js';
import { ContainerCluster } from '../../../tests/support/container-cluster.js';
import {
  expectConverged,
  expectProven,
  invoke,
  openClient,
  withNemesis,
} from '../../../tests/support/nemesis-order.js';
import { testReplicaRemoval } from '../../../tests/support/replica-removal.js';

let cluster: ContainerCluster;

beforeAll(async () => {
  cluster = await ContainerCluster.create();
});

beforeEach(async () => {
  await (await cluster.make(redisReplication)).setup();
});

afterAll(async () => {
  await cluster.stop();
});

test('a replica made a primary by mistake takes writes, which are lost at the end', async () => {
  await withNemesis(cluster, async (order) => {
    const [primary, mistaken] = await Promise.all([
      openClient(cluster, 'n1'),
      openClient(cluster, 'n2'),
    ]);
    expect(await invoke(mistaken, 'add', 1)).toMatchObject({ error: { code: 'readonly' } });
    expect(expectProven(await order('start-repoint', { target: 'n2' }))).toMatchObject({
      repoint: { n2: { to: 'nobody' } },
    });
    expect(await cluster.system.capabilities.primaries?.primary()).toBe('n1');
    expect(await invoke(mistaken, 'add', 2)).toMatchObject({ type: 'ok' });
    expect(await invoke(primary, 'add', 3)).toMatchObject({ type: 'ok' });
    expect(await invoke(mistaken, 'read')).toMatchObject({ value: [2] });
    expect(expectProven(await order('stop-repoint'))).toMatchObject({
      measured: { n2: { undoneByStore: false } },
    });
    await expectConverged(order);
    await Promise.all([primary.close(), mistaken.close()]);
    const after = await openClient(cluster, 'n2');
    expect(await invoke(after, 'read')).toMatchObject({ value: [3] });
    expect(await invoke(after, 'add', 4)).toMatchObject({ error: { code: 'readonly' } });
    await after.close();
  });
});

test('a replica of a replica gets its writes through that', async () => {
  await withNemesis(cluster, async (order) => {
    expectProven(await order('start-repoint', { target: 'n3', to: 'replica' }));
    expect(await cluster.system.roles()).toContainEqual({
      node: 'n3',
      role: 'replica',
      follows: 'n2',
    });
    const client = await openClient(cluster, 'n1');
    expect(await invoke(client, 'add', 5)).toMatchObject({ type: 'ok' });
    await client.close();
    expectProven(await order('stop-repoint'));
    await expectConverged(order);
  });
});

test('while the primary follows its own replica nobody takes writes', async () => {
  await withNemesis(cluster, async (order) => {
    const clients = await Promise.all(['n1', 'n2', 'n3'].map((node) => openClient(cluster, node)));
    expectProven(await order('start-repoint', { target: 'primary', to: 'replica' }));
    for (const client of clients) {
      expect((await invoke(client, 'add', 6)).type).not.toBe('ok');
    }
    expectProven(await order('stop-repoint'));
    await expectConverged(order);
    await Promise.all(clients.map((client) => client.close()));
    const client = await openClient(cluster, 'n1');
    expect(await invoke(client, 'add', 7)).toMatchObject({ type: 'ok' });
    await client.close();
  });
});

test('a node that is restarted comes back as what it was told to be, after a failover by hand', async () => {
  await withNemesis(cluster, async (order) => {
    const { to } = expectProven(await order('failover'));
    expect(to).not.toBe('n1');
    expectProven(await order('restart', { target: 'n1' }));
    await expectConverged(order);
    expect(await cluster.system.roles()).toContainEqual({
      node: 'n1',
      role: 'replica',
      follows: to,
    });
  });
});

describe('a replica', () => {
  testReplicaRemoval(() => cluster);
});

test.each([
  ['wiped', {}],
  ['kept', expect.objectContaining({ 'appendonlydir/appendonly.aof.manifest': 88 })],
])('a replica with an append-only file leaves its data %s', async (data, files) => {
  await (await cluster.make(redisReplication, { appendonly: true })).setup();
  await withNemesis(cluster, async (order) => {
    // What was refused once is no data that it could come back with.
    const refused = 'mkdir -p "$1"/refused && touch "$1"/refused/dump.rdb';
    await cluster.node('n3').exec(['sh', '-c', refused, 'sh', SERVER.folder]);
    const effect = expectProven(await order('start-remove-replica', { target: 'n3', data }));
    expect(effect).toHaveProperty('measured.n3.files', files);
    // An append-only file does not say how far in the stream of writes it is.
    expect(expectProven(await order('stop-remove-replica'))).toMatchObject({
      measured: { n3: { fullSyncs: 1 } },
    });
    await expectConverged(order);
  });
});
