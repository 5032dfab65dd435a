import { describe, expect, test } from 'vitest';
import type { Json } from '../../../harness/core/json.js';
import type { Schedule } from '../../../harness/core/schedule.js';
import type { SystemDefinition } from '../../../harness/core/system.js';
import { memory } from '../../memory/index.js';
import { redisReplication, redisSentinel } from '../index.js';
import { planFaults } from '../../../nemesis/plan-faults.js';
import { REDIS_FAULTS, StubRedis } from './testing/stub-redis.js';
import { removeReplica } from './remove-replica.js';
import { removeSentinel } from './remove-sentinel.js';

const NODES = ['n1', 'n2', 'n3'];

function played(fault: typeof removeSentinel, cluster: StubRedis) {
  const active = fault.create(cluster.context());
  return {
    start: (value?: Json) => cluster.clock.run(active.invoke(`start-${fault.name}`, value)),
    stop: () => cluster.clock.run(active.invoke(`stop-${fault.name}`, undefined)),
    heal: () => cluster.clock.run(active.heal()),
  };
}

describe('remove-sentinel', () => {
  test('is proven by what each of the others knows, and says whether they are enough', async () => {
    const cluster = new StubRedis();
    const { start, stop, heal } = played(removeSentinel, cluster);
    expect(await start({ target: 'n3' })).toMatchObject({
      effect: {
        'remove-sentinel': { n3: { identity: 'kept' } },
        measured: { n3: { left: ['n1', 'n2'], quorum: { n1: true, n2: true } } },
      },
      proof: {
        proven: true,
        evidence: [
          'the Sentinel on n3 answers no more',
          'the Sentinel on n1 knows those on n2 and the replicas on n2 and n3',
          'the Sentinel on n2 knows those on n1 and the replicas on n2 and n3',
          'the Sentinel on n1 says: OK 2 usable Sentinels',
          'the Sentinel on n2 says: OK 2 usable Sentinels',
        ],
      },
    });
    expect(await stop()).toMatchObject({
      effect: { healed: ['n3'], measured: { n3: { knownOthers: { n1: 2, n2: 2, n3: 2 } } } },
      proof: { proven: true },
    });
    expect(await heal()).toBeNull();
  });

  test('of the next to last one records that no failover is possible any more', async () => {
    const { start, stop } = played(removeSentinel, new StubRedis());
    await start({ target: 'n3' });
    const { effect, proof } = await start({ target: 'n2', identity: 'fresh' });
    expect(effect).toMatchObject({
      'remove-sentinel': { n2: { identity: 'fresh' } },
      measured: { n2: { left: ['n1'], quorum: { n1: false } } },
    });
    expect(proof.evidence).toContain('the Sentinel on n1 says: NOQUORUM 1 usable Sentinels');
    expect(await stop()).toMatchObject({
      effect: { healed: ['n3', 'n2'] },
      proof: { proven: true },
    });
  });

  test('without effect is not proven, begun or healed', async () => {
    const cluster = new StubRedis();
    cluster.sentinels.deaf = true;
    const { start, stop, heal } = played(removeSentinel, cluster);
    const { proof } = await start({ target: 'n2' });
    expect(proof.proven).toBe(false);
    expect(proof.evidence).toContain('the Sentinel on n2 still answers');
    cluster.sentinels.deaf = false;
    await start({ target: 'n2' });
    cluster.sentinels.deaf = true;
    expect((await stop()).proof.proven).toBe(false);
    cluster.sentinels.deaf = false;
    expect((await heal())?.proof.proven).toBe(true);
  });

  test('of one that the others do not meet again is not healed', async () => {
    const cluster = new StubRedis();
    const { start, stop } = played(removeSentinel, cluster);
    await start({ target: 'n2' });
    cluster.sentinels.learns = false;
    const { proof } = await stop();
    expect(proof.proven).toBe(false);
    expect(proof.evidence).toContain(
      'the Sentinel on n1 knows those on nothing and the replicas on nothing',
    );
    expect(cluster.clock.now()).toBe(35_000 * 1e6);
  });

  test('of one that others still know is not proven', async () => {
    const cluster = new StubRedis();
    cluster.membership.remembers = true;
    const { start } = played(removeSentinel, cluster);
    const { proof } = await start({ target: 'n3' });
    expect(proof.proven).toBe(false);
    expect(proof.evidence).toContain(
      'the Sentinel on n1 knows those on n2 and n3 and the replicas on n2 and n3',
    );
  });

  test('is in effect when it is shut down, before the others have forgotten it', async () => {
    const cluster = new StubRedis();
    const { effect } = await played(removeSentinel, cluster).start({ target: 'n3' });
    expect(effect).toMatchObject({ inEffectAfter_ms: 0 });
    expect(cluster.clock.now()).toBe(5000 * 1e6);
  });

  test('a node whose Sentinel is out already has none to take out', async () => {
    const { start } = played(removeSentinel, new StubRedis());
    await start({ target: 'n3' });
    await expect(start({ target: 'n3' })).rejects.toThrow('a Sentinel that is a member on n3');
  });
});

describe('remove-replica', () => {
  test.each(['wiped', 'kept'])(
    'is proven by the lists of primary and Sentinels, its data %s',
    async (data) => {
      const cluster = new StubRedis();
      const { start, stop, heal } = played(removeReplica, cluster);
      const files = data === 'kept' ? { 'dump.rdb': 173 } : {};
      expect(await start({ target: 'n3', data })).toMatchObject({
        effect: { 'remove-replica': { n3: { data } }, measured: { n3: { files } } },
        proof: {
          proven: true,
          evidence: [
            `n3 answers no more, with ${data === 'kept' ? '1 file' : '0 files'} of data on its disk`,
            'the primary, n1, lists n2',
            'the Sentinel on n1 lists n2',
            'the Sentinel on n2 lists n2',
            'the Sentinel on n3 lists n2',
          ],
        },
      });
      const [fullSyncs, partialSyncs] = data === 'wiped' ? [1, 0] : [0, 1];
      expect(await stop()).toMatchObject({
        effect: { healed: ['n3'], measured: { n3: { source: 'n1', fullSyncs, partialSyncs } } },
        proof: { proven: true },
      });
      expect(await heal()).toBeNull();
    },
  );

  test('of a node that turns out to be the primary leaves nothing to heal', async () => {
    const cluster = new StubRedis();
    cluster.membership.remove = () => Promise.reject(new Error('n1 is a primary'));
    const { start, heal } = played(removeReplica, cluster);
    await expect(start({ target: 'n1' })).rejects.toThrow('n1 is a primary');
    const record = await heal();
    expect(record?.proof.proven).toBe(true);
    expect(record?.proof.evidence).toContain('n1 is the primary itself');
    expect(await heal()).toBeNull();
  });

  test('is of a replica of the moment where none is named', async () => {
    const cluster = new StubRedis();
    cluster.primary = 'n2';
    cluster.replication.follows.set('n2', null).set('n1', 'n2').set('n3', 'n2');
    const { start } = played(removeReplica, cluster);
    await start();
    expect(cluster.replication.out.has('n2')).toBe(false);
    expect(cluster.replication.out.size).toBe(1);
  });

  test.each([
    ['has no effect', (cluster: StubRedis) => (cluster.membership.deaf = true)],
    [
      'leaves data that ought to be wiped',
      (cluster: StubRedis) => (cluster.membership.keepsData = true),
    ],
    ['the Sentinels do not hear of', (cluster: StubRedis) => (cluster.membership.remembers = true)],
  ])('that %s is not proven', async (_what, spoil) => {
    const cluster = new StubRedis();
    spoil(cluster);
    const { start } = played(removeReplica, cluster);
    expect((await start({ target: 'n3', data: 'wiped' })).proof.proven).toBe(false);
  });

  test.each([
    ['does not come back', (cluster: StubRedis) => (cluster.membership.deaf = true)],
    ['has no link', (cluster: StubRedis) => (cluster.replication.linkless = true)],
    [
      'a Sentinel does not know again',
      (cluster: StubRedis) => {
        cluster.sentinels.unwatched.delete = (): boolean => false;
      },
    ],
  ])('whose replica %s is not healed', async (_what, spoil) => {
    const cluster = new StubRedis();
    const { start, stop } = played(removeReplica, cluster);
    await start({ target: 'n3' });
    spoil(cluster);
    expect((await stop()).proof.proven).toBe(false);
  });
});

test.each([
  [removeReplica, { target: 'primary' }, 'the primary cannot be taken out'],
  [removeReplica, { target: 'any' }, 'the target is any'],
  [removeReplica, { target: 'all' }, 'the target is all'],
  [removeReplica, { data: 'lost' }, 'data'],
  [removeSentinel, { target: 'all' }, 'one Sentinel at a time'],
  [removeSentinel, { target: 'n9' }, 'the target is "n9"'],
  [removeSentinel, { identity: 'stolen' }, 'identity'],
])('$name: %j makes no sense', (fault, value, message) => {
  expect(() => {
    fault.validate(`start-${fault.name}`, value, NODES);
  }).toThrow(message);
});

test.each([
  [
    removeReplica,
    { data: ['n1'], watchers: NODES },
    'takes two nodes that hold data, and there is 1',
  ],
  [removeSentinel, { data: NODES, watchers: ['n3'] }, 'takes two Sentinels'],
])('$name is refused where there is nobody left: %j', (fault, layout, reason) => {
  const start = `start-${fault.name}`;
  expect(fault.refusal?.(start, undefined, layout)).toContain(reason);
  expect(fault.refusal?.(start, undefined, { data: NODES, watchers: NODES })).toBeNull();
  expect(fault.refusal?.(`stop-${fault.name}`, undefined, layout)).toBeNull();
});

test('nodes that do something else are refused', () => {
  const layout = { data: ['n1', 'n2'], watchers: ['n3', 'n4'] };
  expect(removeReplica.refusal?.('start-remove-replica', { target: 'n3' }, layout)).toContain(
    'hold data (n1, n2), and n3 does not',
  );
  expect(removeSentinel.refusal?.('start-remove-sentinel', { target: 'n1' }, layout)).toContain(
    'watch the others (n3, n4), and n1 does not',
  );
});

test.each<[SystemDefinition, string, string | null]>([
  [redisSentinel, 'start-remove-sentinel', null],
  [redisSentinel, 'start-remove-replica', null],
  [redisReplication, 'start-remove-replica', null],
  [redisReplication, 'start-remove-sentinel', 'nothing watches this cluster'],
  [memory, 'start-remove-replica', '"membership", which memory does not offer'],
])('systems that can have it do, and the others say why not: %#', async (system, fault, why) => {
  const kernel = { lacks: () => Promise.resolve(null) };
  const layout = { data: NODES, watchers: NODES };
  const schedule: Schedule = { kind: 'steps', steps: [{ fault }] };
  const plan = await planFaults(schedule, { system, nodes: NODES, layout, kernel }, REDIS_FAULTS);
  expect(plan.supported).toBe(why === null);
  if (why !== null && !plan.supported) expect(plan.reasons.join()).toContain(why);
});
