import { expect, test } from 'vitest';
import type { Node } from '../../harness/core/node.js';
import { OPEN_ACCESS } from './access/access.js';
import { clientTopologyOf, topologyOf } from './topology.js';

const nodes = ['n1', 'n2', 'n3', 'n4'].map(
  (name, i) => ({ name, address: `198.18.0.${i + 2}` }) as unknown as Node,
);

test('servers run where data is, Sentinels where the layout says, and clients know which', () => {
  const topology = topologyOf(nodes, { data: ['n1', 'n2'], watchers: ['n2', 'n3', 'n4'] });
  const programs = [...topology.programs].map(([node, all]) => [node, all.map(({ name }) => name)]);
  expect(programs).toEqual([
    ['n1', ['redis-server']],
    ['n2', ['redis-server', 'redis-sentinel']],
    ['n3', ['redis-sentinel']],
    ['n4', ['redis-sentinel']],
  ]);
  const { servers, sentinels } = clientTopologyOf(topology, OPEN_ACCESS);
  expect(servers.map(({ node }) => node)).toEqual(['n1', 'n2']);
  expect(sentinels.map(({ node }) => node)).toEqual(['n2', 'n3', 'n4']);
});
