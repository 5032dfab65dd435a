import { expect, test } from 'vitest';
import { faultsOf } from '../harness/core/catalogue.js';
import type { SystemDefinition } from '../harness/core/system.js';
import { createNemesis, planFaults } from '../nemesis/index.js';
import { StubCluster } from '../nemesis/testing/stub-context.js';
import { memory } from '../systems/memory/index.js';
import { redisReplication, redisSentinel } from '../systems/redis/index.js';
import { compact, COMPACTION, hangUp } from './fixtures/own-fault.js';

const NODES = ['n1', 'n2', 'n3'];
const kernel = { lacks: () => Promise.resolve(null) };
const store: SystemDefinition = {
  ...redisReplication,
  name: 'own-store',
  capabilities: ['processes', 'primaries', COMPACTION.name],
  faults: [compact],
};

function planned(system: SystemDefinition) {
  const layout = { data: NODES, watchers: [] };
  const cluster = { system, nodes: NODES, layout, kernel };
  const steps = [{ fault: 'start-hang-up' }, { fault: 'stop-hang-up' }, { fault: 'compact' }];
  return planFaults(
    { kind: 'steps', steps },
    cluster,
    faultsOf({ systems: [store], faults: [hangUp] }),
  );
}

test('a fault of one’s own acts through a capability of the store’s own, and proves itself', async () => {
  expect(await planned(store)).toMatchObject({ supported: true });
  const cluster = new StubCluster();
  const freed = new Map([['n2', 4096]]);
  cluster.own = () => COMPACTION.offer({ compact: async (node) => freed.get(node) ?? 0 });
  const nemesis = createNemesis([hangUp, compact], cluster.context());
  const order = async (f: string, target: string) =>
    cluster.clock.run(nemesis.invoke(f, { target }));
  expect(await order('start-hang-up', 'n3')).toMatchObject({ proof: { proven: true } });
  expect(cluster.processes.states.get('n3/server')).toBe('stopped');
  expect(await order('compact', 'n2')).toMatchObject({
    effect: { node: 'n2', freed: 4096 },
    proof: { proven: true },
  });
  expect(await order('compact', 'n1')).toMatchObject({ proof: { proven: false } });
});

test('a system that lacks the capability is refused before anything starts', async () => {
  const plan = await planned(memory);
  expect(plan.supported ? [] : plan.reasons.join()).toContain(
    'compact needs "compaction", which memory does not offer',
  );
});

test('faults come with their systems, and one that comes with two of them stands once', () => {
  const faults = faultsOf({ systems: [redisReplication, redisSentinel, store], faults: [hangUp] });
  const names = faults.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
  expect(names).toEqual(
    expect.arrayContaining(['hang-up', 'compact', 'flushall', 'sentinel-reset']),
  );
});
