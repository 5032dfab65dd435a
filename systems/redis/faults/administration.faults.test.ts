import { afterAll, beforeAll, expect, test } from 'vitest';
import { redisSentinel } from '../index.js';
import { ContainerCluster } from '../../../tests/support/container-cluster.js';
import {
  expectConverged,
  expectProven,
  withNemesis,
} from '../../../tests/support/nemesis-order.js';

let cluster: ContainerCluster;

beforeAll(async () => {
  cluster = await ContainerCluster.create();
  await (await cluster.make(redisSentinel, { downAfter_ms: 1500 })).setup();
});

afterAll(async () => {
  await cluster.stop();
});

test('patient Sentinels promote nobody while the primary is silent, until they are set back', async () => {
  await withNemesis(cluster, async (order) => {
    const patient = { parameter: 'down-after-milliseconds', value: '60000' };
    const measured = { before: '1500', during: '60000' };
    expect(expectProven(await order('start-sentinel-config', patient))).toMatchObject({
      measured: { n1: measured, n2: measured, n3: measured },
    });
    await order('start-pause', { target: 'n1', process: 'redis-server' });
    const changed = { until: { primary: 'changed' }, within_ms: 7000 };
    expect(await order('await', changed)).toMatchObject({ effect: { reached: false } });
    expectProven(await order('stop-sentinel-config'));
    expectProven(await order('await', changed));
    expectProven(await order('stop-pause'));
    await expectConverged(order);
  });
});
