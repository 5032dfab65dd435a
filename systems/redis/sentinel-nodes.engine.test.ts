import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setType } from '../../harness/core/data-types/index.js';
import { poll } from '../../harness/core/poll.js';
import { ContainerCluster } from '../../tests/support/container-cluster.js';
import { redisSentinel } from './index.js';
import { SENTINELS } from './capabilities.js';

let cluster: ContainerCluster;

beforeAll(async () => {
  cluster = await ContainerCluster.create();
});

afterAll(async () => {
  await cluster.stop();
});

describe('Sentinels on nodes of their own', () => {
  beforeAll(async () => {
    await (await cluster.make(redisSentinel, { dataNodes: 2, downAfter_ms: 1000 }, 5)).setup();
  });

  test('make a whole cluster, and each node says what it is', async () => {
    const { system } = cluster;
    expect(await system.health()).toEqual({ healthy: true });
    expect(await system.roles()).toEqual([
      { node: 'n1', role: 'primary' },
      { node: 'n2', role: 'replica', follows: 'n1' },
      { node: 'n3', role: 'sentinel' },
      { node: 'n4', role: 'sentinel' },
      { node: 'n5', role: 'sentinel' },
    ]);
    expect(system.capabilities.processes?.list('n2')).toEqual(['redis-server']);
    expect(system.capabilities.processes?.list('n5')).toEqual(['redis-sentinel']);
    expect(SENTINELS.in(system.capabilities)?.nodes).toEqual(['n3', 'n4', 'n5']);
    const logs = system.logs().map(({ node, file }) => `${node} ${file}`);
    expect(logs).toContain('n3 redis-sentinel.log');
    expect(logs).not.toContain('n3 redis-server.log');
  });

  test('one that is killed is missed by the others, and its role cannot be asked for', async () => {
    const { system, clock } = cluster;
    const { processes } = system.capabilities;
    await processes?.signal('n5', 'redis-sentinel', 'KILL');
    const missed = await poll(clock, { within_ms: 10_000, every_ms: 100 }, async () => {
      const health = await system.health();
      return !health.healthy && health.reasons.join().includes('sees the Sentinel on n5 as')
        ? health.reasons
        : null;
    });
    expect(missed.reached && missed.value).toContain('the Sentinel on n5 does not answer');
    expect(await system.roles()).toContainEqual({ node: 'n5', role: 'unreachable' });
    await processes?.start('n5', 'redis-sentinel');
    const whole = await poll(clock, { within_ms: 20_000, every_ms: 100 }, async () =>
      (await system.health()).healthy ? true : null,
    );
    expect(whole.reached).toBe(true);
  });

  test('promote the replica of a primary that is killed, where smart clients find it', async () => {
    const { system, clock } = cluster;
    await system.capabilities.processes?.signal('n1', 'redis-server', 'KILL');
    const promoted = await poll(clock, { within_ms: 20_000, every_ms: 100 }, async () =>
      (await system.capabilities.primaries?.primary()) === 'n2' ? true : null,
    );
    expect(promoted.reached).toBe(true);
    // A Sentinel between two answers tells nothing of its epoch.
    await expect
      .poll(async () => (await system.witness?.())?.nodes, { timeout: 5000 })
      .toContainEqual({ node: 'n4', epoch: expect.any(Number) as number, leader: 'n2' });
    const source = system.clients(setType, 'smart');
    const opened = await poll(clock, { within_ms: 10_000, every_ms: 100 }, async () => {
      try {
        return await source.open({ process: 0, node: 'n1' });
      } catch {
        return null;
      }
    });
    if (!opened.reached) throw new Error('no smart client could be opened');
    const op = { index: 0, process: 0, type: 'invoke', f: 'add', value: 7, time: 0 } as const;
    expect(await opened.value.invoke(op)).toMatchObject({ type: 'ok', node: 'n2' });
    await opened.value.close();
  });
});
