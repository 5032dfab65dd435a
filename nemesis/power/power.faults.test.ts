import { afterAll, beforeAll, expect, test } from 'vitest';
import { redisSentinel } from '../../systems/redis/index.js';
import { ContainerCluster } from '../../tests/support/container-cluster.js';
import { expectProven } from '../../tests/support/nemesis-order.js';
import { createNemesis, FAULTS } from '../index.js';

let cluster: ContainerCluster;

beforeAll(async () => {
  cluster = await ContainerCluster.create();
});

afterAll(async () => {
  await cluster.stop();
});

test('a primary whose node loses its power is replaced, and comes back as a replica', async () => {
  await (await cluster.make(redisSentinel, { appendonly: true })).setup();
  const nemesis = createNemesis(FAULTS, cluster.context);
  const changed = { until: { primary: 'changed' }, within_ms: 20_000 };
  const converged = { until: { cluster: 'converged' }, within_ms: 60_000 };
  try {
    expectProven(await nemesis.invoke('start-outage', { target: 'primary' }));
    const { primary = null } = expectProven(await nemesis.invoke('await', changed));
    expect(['n2', 'n3']).toContain(primary);
    expectProven(await nemesis.invoke('stop-outage', undefined));
    expectProven(await nemesis.invoke('await', converged));
    expect(await cluster.system.capabilities.primaries?.primary()).toBe(primary);
    expectProven(await nemesis.invoke('start-shutdown', { target: primary }));
    expectProven(await nemesis.invoke('await', changed));
    expectProven(await nemesis.invoke('heal', undefined));
    expectProven(await nemesis.invoke('await', converged));
  } finally {
    await nemesis.teardown();
  }
});
