import { describe, expect, test } from 'vitest';
import { OPEN_ACCESS } from '../access/access.js';
import { leadershipIn, placementIn } from './cluster-configurations.js';
import { clusterConfig, firstNodesFile } from './cluster-config.js';
import { agreementProblems, viewProblems } from './cluster-health.js';
import { CLUSTER_DEFAULTS, clusterLayout, clusterOptions, shardsOf } from './cluster-options.js';
import { type ClusterView, isPrimary, parseClusterNodes } from './cluster-view.js';

const NODES = `
aaa 10.0.0.1:6379@16379 myself,master - 0 0 1 connected 0-8191 [100->-bbb]
bbb 10.0.0.2:6379@16379,host master - 0 1700000000000 2 connected 8192-16382 16383
ccc 10.0.0.3:6379@16379 slave,fail? aaa 0 1700000000000 1 disconnected
ddd 10.0.0.4:6379@16379 master,fail - 0 0 3 disconnected 5-6
`;

describe('what a node says of a cluster', () => {
  const peers = parseClusterNodes(NODES);

  test('is read from each line', () => {
    expect(peers[0]).toMatchObject({ id: 'aaa', address: '10.0.0.1', openSlots: [100] });
    expect(peers[1]?.slots).toEqual([
      { from: 8192, to: 16_382 },
      { from: 16_383, to: 16_383 },
    ]);
    expect(peers[2]).toMatchObject({ follows: 'aaa', connected: false, slots: [] });
  });

  test('counts as a primary whoever serves slots and has not failed', () => {
    expect(peers.map(isPrimary)).toEqual([true, true, false, false]);
  });
});

describe('a node leads in its config epoch', () => {
  const told = (nodes: string) => {
    const view = { peers: parseClusterNodes(nodes), isOk: true, currentEpoch: 3 };
    return leadershipIn(view, (address) => `node at ${address}`);
  };

  test('where it serves slots', () => {
    expect(told(NODES)).toEqual({ epoch: 1, leader: 'node at 10.0.0.1' });
  });

  test('and not where it serves none, or follows another', () => {
    expect(told('aaa 10.0.0.1:6379@16379 myself,master - 0 0 1 connected')).toBeNull();
    expect(told('ccc 10.0.0.3:6379@16379 myself,slave aaa 0 0 1 connected')).toBeNull();
  });

  test('and not while it was given none, which is 0', () => {
    expect(told('aaa 10.0.0.1:6379@16379 myself,master - 0 0 0 connected 0-8191')).toBeNull();
  });
});

describe('who serves which slots', () => {
  const told = (nodes: string) => {
    const view = { peers: parseClusterNodes(nodes), isOk: true, currentEpoch: 3 };
    return placementIn(view, (address) => `n${address.at(-1) ?? ''}`);
  };

  test('is told by the ranges of each, and its epoch', () => {
    expect(told(NODES)).toEqual([
      { leader: 'n1', part: '0-8191', epoch: 1 },
      { leader: 'n2', part: '8192-16382 16383', epoch: 2 },
      { leader: 'n4', part: '5-6', epoch: 3 },
    ]);
  });

  test('is told by a digest where there are many, which differs where one slot does', () => {
    const slots = Array.from({ length: 40 }, (_, i) => `${10 * i}-${10 * i + 5}`);
    const of = (all: readonly string[]) =>
      told(`aaa 10.0.0.1:6379@16379 myself,master - 0 0 1 connected ${all.join(' ')}`)[0]?.part;
    expect(of(slots)).toMatch(/^240 slots in 40 ranges \([0-9a-f]{8}\)$/);
    expect(of(slots)).not.toBe(of(slots.with(3, '31-36')));
  });
});

describe('a cluster is whole', () => {
  const topology = {
    dataNodes: [1, 2].map((i) => ({ name: `n${i}`, address: `10.0.0.${i}` })) as never,
    nameOf: (address: string) => `n${address.at(-1) ?? ''}`,
  };
  const whole: ClusterView = {
    peers: parseClusterNodes(
      `aaa 10.0.0.1:6379@16379 myself,master - 0 0 1 connected 0-16383
       bbb 10.0.0.2:6379@16379 slave aaa 0 0 1 connected`,
    ),
    isOk: true,
    currentEpoch: 1,
  };

  test('where a node sees nothing amiss', () => {
    expect(viewProblems('n1', whole, topology)).toEqual([]);
  });

  test.each([
    [null, 'n1 does not answer'],
    [{ ...whole, isOk: false }, 'n1 says that the cluster is down'],
    [{ ...whole, peers: whole.peers.slice(0, 1) }, 'n1 does not know n2'],
    [{ ...whole, peers: whole.peers.slice(1) }, 'n1 knows who serves 0 of 16384 slots'],
    [{ ...whole, peers: parseClusterNodes(NODES) }, 'n1 says of n3: fail?'],
    [{ ...whole, peers: parseClusterNodes(NODES) }, 'n1 has no link to n3'],
    [{ ...whole, peers: parseClusterNodes(NODES) }, 'n1 moves slots: 100'],
  ])('and otherwise the reason is told', (view, reason) => {
    expect(viewProblems('n1', view, topology)).toContain(reason);
  });

  test('where all nodes that answer name the same slots for each, under whatever epoch', () => {
    const peersOf = (slots: string, epoch: number) =>
      parseClusterNodes(`aaa 10.0.0.1:6379@16379 master - 0 0 ${epoch} connected ${slots}`);
    const views = (slots: string) =>
      new Map([
        ['n1', whole],
        ['n2', null],
        ['n3', { ...whole, peers: peersOf(slots, 2) }],
      ]);
    expect(agreementProblems(views('0-16383'), topology)).toEqual([]);
    expect(agreementProblems(views('0-16382'), topology)).toEqual([
      'n3 and n1 disagree on who serves which slots',
    ]);
  });
});

describe('options', () => {
  test('deal the replicas out to the primaries', () => {
    const names = ['n1', 'n2', 'n3', 'n4', 'n5', 'n6'];
    expect(shardsOf(clusterOptions({ primaries: 2 }, 6), names)).toEqual([
      { primary: 'n1', replicas: ['n3', 'n5'] },
      { primary: 'n2', replicas: ['n4', 'n6'] },
    ]);
    expect(shardsOf(CLUSTER_DEFAULTS, ['n1', 'n2', 'n3'])[2]).toEqual({
      primary: 'n3',
      replicas: [],
    });
  });

  test.each([
    [{}, 5, /a multiple of 3 nodes[^]*there are 5/],
    [{ primaries: 4 }, 3, /--nodes 8/],
    [{ minReplicasToWrite: 2 }, 6, /from 0 to 1[^]*refuses every write/],
    [{ quorum: 2 }, 6, /quorum/],
  ])('that make no sense are refused: %j for %i nodes', (options, count, words) => {
    const nodes = Array.from({ length: count }, (_, i) => `n${i + 1}`);
    expect(() => clusterLayout(options, nodes)).toThrow(words);
  });

  test('give each node an id by its position, before it draws one', () => {
    const [self] = parseClusterNodes(firstNodesFile(9).split('\n')[0] ?? '');
    expect(self).toMatchObject({ id: `${'0'.repeat(39)}a`, follows: null, configEpoch: 0 });
  });

  test('are settings of Redis', () => {
    const options = clusterOptions({ nodeTimeout_ms: 900, requireFullCoverage: false }, 6);
    const text = clusterConfig(options, '10.0.0.1', OPEN_ACCESS);
    expect(text).toContain('cluster-enabled yes\n');
    expect(text).toContain('cluster-node-timeout 900\n');
    expect(text).toContain('cluster-require-full-coverage no\n');
    expect(text).toContain('cluster-announce-ip 10.0.0.1\n');
  });
});
