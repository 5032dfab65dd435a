import { describe, expect, test } from 'vitest';
import type { Json } from '../../../../harness/core/json.js';
import { Random } from '../../../../harness/core/random.js';
import type { Schedule } from '../../../../harness/core/schedule.js';
import type { SystemDefinition } from '../../../../harness/core/system.js';
import { memory } from '../../../memory/index.js';
import { redisReplication, redisSentinel } from '../../index.js';
import { planFaults } from '../../../../nemesis/plan-faults.js';
import { REDIS_FAULTS, StubRedis } from '../testing/stub-redis.js';
import { repoint } from './repoint.js';

const NODES = ['n1', 'n2', 'n3'];

function begun(cluster: StubRedis, value: Json) {
  const active = repoint.create(cluster.context());
  return {
    active,
    start: () => cluster.clock.run(active.invoke('start-repoint', value)),
    stop: () => cluster.clock.run(active.invoke('stop-repoint', undefined)),
  };
}

describe('a replica made a primary by mistake', () => {
  test('is proven by its own word and by the list of the one that it followed', async () => {
    const cluster = new StubRedis();
    const { active, start, stop } = begun(cluster, { target: 'n2' });
    expect(await start()).toEqual({
      effect: {
        primary: 'n1',
        roles: { n1: 'primary', n2: 'replica', n3: 'replica' },
        repoint: { n2: { to: 'nobody' } },
      },
      proof: {
        proven: true,
        evidence: ['n2 says that it is a primary', 'n1 lists n3 as following it'],
      },
    });
    expect(await stop()).toEqual({
      effect: { healed: ['n2'], measured: { n2: { undoneByStore: false } } },
      proof: {
        proven: true,
        evidence: [
          'the majority names n1 as primary',
          'n2 says that it follows n1, with its link up',
          'n1 lists n2 and n3 as following it',
        ],
      },
    });
    expect(await active.heal()).toBeNull();
  });

  test('that the old primary still lists as a replica is not proven', async () => {
    const cluster = new StubRedis();
    const view = cluster.replication.view.bind(cluster.replication);
    cluster.replication.view = async (node) => ({
      ...(await view(node)),
      ...(node === 'n1' ? { followers: ['n2', 'n3'] } : {}),
    });
    const { proof } = await begun(cluster, { target: 'n2' }).start();
    expect(proof.proven).toBe(false);
    expect(proof.evidence).toContain('n1 lists n2 and n3 as following it');
  });

  test('that the store has made a replica again by the end is recorded as undone', async () => {
    const cluster = new StubRedis();
    const { start, stop } = begun(cluster, { target: 'n2' });
    expect((await start()).proof.proven).toBe(true);
    cluster.replication.follows.set('n2', 'n1');
    const { effect, proof } = await stop();
    expect(effect).toMatchObject({ measured: { n2: { undoneByStore: true } } });
    expect(proof.proven).toBe(true);
    expect(proof.evidence).toContain('the store had undone it: n2 followed n1 before the end');
  });
});

describe('a replica of a replica', () => {
  test.each([1, 2, 3])(
    'is proven by the replica that lists it, chosen by chance: %i',
    async (seed) => {
      const cluster = new StubRedis(4);
      const active = repoint.create(cluster.context({ random: Random.fromSeed(seed) }));
      const { effect, proof } = await active.invoke('start-repoint', {
        target: 'n3',
        to: 'replica',
      });
      const source = cluster.replication.follows.get('n3');
      expect(['n2', 'n4']).toContain(source);
      expect(effect).toMatchObject({ repoint: { n3: { to: source } } });
      expect(proof).toEqual({
        proven: true,
        evidence: [
          `n3 says that it follows ${source}, with its link up`,
          `${source} lists n3 as following it`,
        ],
      });
    },
  );

  test('whose link does not come up is not proven', async () => {
    const cluster = new StubRedis();
    cluster.replication.linkless = true;
    expect((await begun(cluster, { to: 'replica' }).start()).proof.proven).toBe(false);
    expect(cluster.clock.now()).toBe(10_000 * 1e6);
  });
});

describe('a primary made a replica of its own', () => {
  test('is proven by the circle of those that follow each other, and healed with all of them', async () => {
    const cluster = new StubRedis();
    const { start, stop } = begun(cluster, { target: 'primary', to: 'n2' });
    expect((await start()).proof).toEqual({
      proven: true,
      evidence: [
        'n1 says that it follows n2, with its link down',
        'n1 and n2 follow each other: none of them takes writes',
      ],
    });
    expect((await stop()).proof).toEqual({
      proven: true,
      evidence: ['the majority names n1 as primary', 'n1 says that it is a primary'],
    });
    expect([...cluster.replication.follows.values()]).toEqual([null, 'n1', 'n1']);
  });

  test('follows another that was promoted meanwhile, after the end', async () => {
    const cluster = new StubRedis();
    const { start, stop } = begun(cluster, { target: 'primary', to: 'n2' });
    await start();
    cluster.primary = 'n3';
    cluster.replication.follows.set('n3', null).set('n2', 'n3');
    expect((await stop()).proof.proven).toBe(true);
    expect(cluster.replication.follows.get('n1')).toBe('n3');
  });

  test('whose replicas have no link is not healed, and is tried again', async () => {
    const cluster = new StubRedis();
    const { active, start, stop } = begun(cluster, { target: 'primary', to: 'n2' });
    await start();
    cluster.replication.linkless = true;
    const { proof } = await stop();
    expect(proof.proven).toBe(false);
    expect(proof.evidence).toContain('n2 and n3 have no link to it');
    cluster.replication.linkless = false;
    expect((await active.heal())?.proof.proven).toBe(true);
  });
});

test('an order that has no effect is not proven, begun or healed', async () => {
  const cluster = new StubRedis();
  cluster.replication.deaf = true;
  expect((await begun(cluster, { target: 'n2' }).start()).proof.proven).toBe(false);
  cluster.replication.deaf = false;
  const { active, start, stop } = begun(cluster, { target: 'n2' });
  await start();
  cluster.replication.deaf = true;
  expect((await stop()).proof.proven).toBe(false);
  cluster.replication.deaf = false;
  expect((await cluster.clock.run(active.heal()))?.proof.proven).toBe(true);
});

test('where the majority names nobody at the end, the primary of before is followed', async () => {
  const cluster = new StubRedis(2);
  const { active, start, stop } = begun(cluster, { target: 'n2' });
  await start();
  cluster.primary = null;
  expect((await stop()).proof.proven).toBe(false);
  expect(cluster.replication.follows.get('n2')).toBe('n1');
  cluster.primary = 'n1';
  expect((await cluster.clock.run(active.heal()))?.proof.proven).toBe(true);
});

test.each([
  ['n1', 'nobody', 'n1 follows nobody already'],
  ['n2', 'n1', 'n2 follows n1 already'],
])('%s that shall follow %s and does is an error', async (target, to, message) => {
  await expect(begun(new StubRedis(), { target, to }).start()).rejects.toThrow(message);
});

test.each([
  [{ target: 'any' }, 'the target is any'],
  [{ target: 'all', to: 'n1' }, 'the target is all'],
  [{ target: 'primary' }, 'a primary follows nobody already'],
  [{ target: 'n2', to: 'n2' }, 'n2 would follow itself'],
  [{ target: 'n9' }, 'the target is "n9"'],
  [{ to: 'n9' }, '"to" is "n9"'],
])('%j makes no sense', (value, message) => {
  expect(() => {
    repoint.validate('start-repoint', value, NODES);
  }).toThrow(message);
});

test.each([
  ['replica', ['n1', 'n2'], 'takes 3 nodes that hold data, and there is 2'],
  ['nobody', ['n1', 'n2'], null],
  ['nobody', ['n1'], 'takes 2 nodes'],
  ['n3', ['n1', 'n2'], 'hold data (n1, n2), and n3 does not'],
])('to %s with data on %j is refused where there is nobody to follow', (to, data, reason) => {
  const refusal = repoint.refusal?.('start-repoint', { to }, { data, watchers: NODES });
  expect(refusal).toEqual(reason === null ? null : expect.stringContaining(reason));
});

test('systems that can have it do, and the others say why not', async () => {
  const planned = (system: SystemDefinition) => {
    const kernel = { lacks: () => Promise.resolve(null) };
    const schedule: Schedule = { kind: 'steps', steps: [{ fault: 'start-repoint' }] };
    const layout = { data: NODES, watchers: NODES };
    return planFaults(schedule, { system, nodes: NODES, layout, kernel }, REDIS_FAULTS);
  };
  expect((await planned(redisReplication)).supported).toBe(true);
  expect((await planned(redisSentinel)).supported).toBe(true);
  expect(await planned(memory)).toMatchObject({
    supported: false,
    reasons: [expect.stringContaining('"replication", which memory does not offer')],
  });
});
