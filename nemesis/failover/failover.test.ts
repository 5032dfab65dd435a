import { expect, test } from 'vitest';
import { StubCluster } from '../testing/stub-context.js';
import { failover } from './failover.js';

test('a failover is proven when the majority names another primary', async () => {
  const cluster = new StubCluster();
  const active = failover.create(cluster.context());
  const record = await cluster.clock.run(active.invoke('failover', undefined));
  expect(record.effect).toMatchObject({ from: 'n1', to: 'n2', primary: 'n2', waited_ms: 200 });
  expect(record.proof.proven).toBe(true);
  expect(await active.heal()).toBeNull();
});

test('a failover that was accepted and did not happen is not proven', async () => {
  const cluster = new StubCluster();
  cluster.heir = null;
  const record = await cluster.clock.run(
    failover.create(cluster.context()).invoke('failover', undefined),
  );
  expect(record.effect).not.toHaveProperty('to');
  expect(record.proof).toEqual({
    proven: false,
    evidence: ['the majority still names n1 as primary after 15000 ms'],
  });
});

test('a moment without any primary is not yet a change', async () => {
  const cluster = new StubCluster();
  cluster.heir = null;
  cluster.at(100, () => {
    cluster.primary = null;
  });
  cluster.at(1000, () => {
    cluster.primary = 'n3';
  });
  const record = await cluster.clock.run(
    failover.create(cluster.context()).invoke('failover', undefined),
  );
  expect(record.effect).toMatchObject({ from: 'n1', to: 'n3', waited_ms: 1000 });
});

test('a failover that the store refuses is an error', async () => {
  const cluster = new StubCluster();
  const context = cluster.context();
  const refusing = {
    ...context,
    capabilities: {
      ...context.capabilities,
      failover: { failover: () => Promise.reject(new Error('NOGOODSLAVE')) },
    },
  };
  await expect(failover.create(refusing).invoke('failover', undefined)).rejects.toThrow(
    'NOGOODSLAVE',
  );
});
