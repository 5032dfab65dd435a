import { afterAll, beforeAll, expect, test } from 'vitest';
import { redisSentinel } from '../../index.js';
import { ContainerCluster } from '../../../../tests/support/container-cluster.js';
import {
  expectConverged,
  expectProven,
  expectRole,
  withNemesis,
} from '../../../../tests/support/nemesis-order.js';

// What Sentinels undo by themselves.
let cluster: ContainerCluster;

beforeAll(async () => {
  cluster = await ContainerCluster.create();
  await (await cluster.make(redisSentinel)).setup();
});

afterAll(async () => {
  await cluster.stop();
});

test('a replica made a primary by mistake is a replica again, and the end says so', async () => {
  await withNemesis(cluster, async (order) => {
    expectProven(await order('start-repoint', { target: 'n2', to: 'nobody' }));
    await expectRole(cluster, 'n2', 'replica', 'n1');
    expect(expectProven(await order('stop-repoint'))).toMatchObject({
      measured: { n2: { undoneByStore: true } },
    });
  });
});

test('a replica of a replica follows the primary again, and the end says so', async () => {
  await withNemesis(cluster, async (order) => {
    expectProven(await order('start-repoint', { target: 'n2', to: 'n3' }));
    await expectRole(cluster, 'n2', 'replica', 'n1');
    expect(expectProven(await order('stop-repoint'))).toMatchObject({
      measured: { n2: { undoneByStore: true } },
    });
  });
});

test('a primary made a replica loses its role, and follows whoever was promoted', async () => {
  await withNemesis(cluster, async (order) => {
    expectProven(await order('start-repoint', { target: 'primary', to: 'n2' }));
    const changed = { until: { primary: 'changed' }, within_ms: 60_000 };
    const { primary } = expectProven(await order('await', changed));
    expect(['n2', 'n3']).toContain(primary);
    expectProven(await order('stop-repoint'));
    await expectConverged(order);
    await expectRole(cluster, 'n1', 'replica', primary);
  });
});
