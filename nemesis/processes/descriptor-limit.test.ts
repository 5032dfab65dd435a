import { expect, test } from 'vitest';
import { StubCluster } from '../testing/stub-context.js';
import { descriptorLimit } from './descriptor-limit.js';

const [START, STOP] = descriptorLimit.fs as readonly [string, string];

/** A cluster whose servers answer new connections as long as they may open descriptors. */
function clusterWithConnections(): StubCluster {
  const cluster = new StubCluster();
  cluster.serves = async (node) => {
    const { open, limit } = await cluster.processes.descriptors(node, 'server');
    return limit > open;
  };
  return cluster;
}

test('a limit is proven by the kernel and a connection that is not served, and lifted', async () => {
  const cluster = clusterWithConnections();
  const active = descriptorLimit.create(cluster.context());
  expect((await active.invoke(START, { target: 'n2' })).proof).toEqual({
    proven: true,
    evidence: [
      'server on n2 has 12 descriptors open and may have 1',
      'sentinel on n2 has 12 descriptors open and may have 1',
      'a new connection to n2 was not served within 1000 ms',
    ],
  });
  expect((await active.invoke(STOP, undefined)).proof).toEqual({
    proven: true,
    evidence: [
      'server on n2 has 12 descriptors open and may have 1024',
      'sentinel on n2 has 12 descriptors open and may have 1024',
      'a new connection to n2 was served',
    ],
  });
  expect(await active.heal()).toBeNull();
});

test('a limit above what is open is not proven: connections are served', async () => {
  const cluster = clusterWithConnections();
  const active = descriptorLimit.create(cluster.context());
  const { proof } = await active.invoke(START, { target: 'n2', limit: 500 });
  expect(proof.proven).toBe(false);
});

test('a limit that is not set is not proven, nor one that is not lifted', async () => {
  const cluster = clusterWithConnections();
  const active = descriptorLimit.create(cluster.context());
  cluster.processes.deaf = true;
  expect((await active.invoke(START, { target: 'n2' })).proof.proven).toBe(false);
  cluster.processes.deaf = false;
  await active.invoke(START, { target: 'n2' });
  cluster.processes.deaf = true;
  expect((await active.heal())?.proof.proven).toBe(false);
  cluster.processes.deaf = false;
  expect((await active.heal())?.proof.proven).toBe(true);
});
