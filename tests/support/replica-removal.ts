import { expect, test } from 'vitest';
import type { ContainerCluster } from './container-cluster.js';
import {
  expectConverged,
  expectProven,
  expectRole,
  invoke,
  openClient,
  redisCli,
  withNemesis,
} from './nemesis-order.js';

async function add(cluster: ContainerCluster, node: string, value: number): Promise<void> {
  const client = await openClient(cluster, node);
  expect(await invoke(client, 'add', value)).toMatchObject({ type: 'ok' });
  await client.close();
}

async function read(cluster: ContainerCluster, node: string): Promise<unknown> {
  const client = await openClient(cluster, node);
  const completion = await invoke(client, 'read');
  await client.close();
  return completion.type === 'ok' ? completion.value : completion;
}

/**
 * Declares the tests that a replica keeps its promises when it is taken out and put back, on a
 * cluster of three nodes that was just set up.
 */
export function testReplicaRemoval(current: () => ContainerCluster): void {
  test.each([
    ['wiped', 1, 0],
    ['kept', 0, 1],
  ])(
    'is missed by nobody while it is out, and back with its data %s',
    async (data, fullSyncs, partialSyncs) => {
      const cluster = current();
      await withNemesis(cluster, async (order) => {
        await add(cluster, 'n1', 1);
        expectProven(await order('start-remove-replica', { target: 'n3', data }));
        expect(await cluster.system.health()).toEqual({ healthy: true });
        expect(await redisCli(cluster, 'n1', 6379, 'INFO', 'replication')).toMatch(
          /connected_slaves:1\r/,
        );
        await expect(openClient(cluster, 'n3')).rejects.toThrow('ECONNREFUSED');
        await add(cluster, 'n1', 2);
        expect(expectProven(await order('stop-remove-replica'))).toMatchObject({
          measured: { n3: { source: 'n1', fullSyncs, partialSyncs } },
        });
        await expectConverged(order);
        expect(await read(cluster, 'n3')).toEqual([1, 2]);
      });
    },
  );

  test('that missed a failover follows the new primary when it is back', async () => {
    const cluster = current();
    await withNemesis(cluster, async (order) => {
      expectProven(await order('start-remove-replica', { target: 'n3', data: 'kept' }));
      expect(expectProven(await order('failover'))).toMatchObject({ to: 'n2' });
      await expectRole(cluster, 'n1', 'replica', 'n2');
      await add(cluster, 'n2', 3);
      expect(expectProven(await order('stop-remove-replica'))).toMatchObject({
        measured: { n3: { source: 'n2' } },
      });
      await expectConverged(order);
      expect(await read(cluster, 'n3')).toEqual([3]);
    });
  });

  test('is not taken out while it is a primary', async () => {
    const cluster = current();
    await withNemesis(cluster, async (order) => {
      await expect(order('start-remove-replica', { target: 'n1' })).rejects.toThrow(
        'n1 to be a replica',
      );
      expectProven(await order('heal'));
      expect(await cluster.system.health()).toEqual({ healthy: true });
    });
  });
}
