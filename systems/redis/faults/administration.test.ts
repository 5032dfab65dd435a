import { describe, expect, test } from 'vitest';
import { InputError } from '../../../harness/core/errors.js';
import type { JsonObject } from '../../../harness/core/json.js';
import { memory } from '../../memory/index.js';
import { redisReplication } from '../index.js';
import { planFaults } from '../../../nemesis/plan-faults.js';
import { REDIS_FAULTS, StubRedis } from './testing/stub-redis.js';
import { clientKill } from './client-kill.js';
import { configChange } from './config-change.js';
import { debugSleep } from './debug-sleep.js';
import { flushall } from './flushall.js';
import { sentinelConfig } from './sentinel-config.js';
import { sentinelReset } from './sentinel-reset.js';

const NODES = ['n1', 'n2', 'n3'];

describe('client-kill', () => {
  test('is proven by clients that are gone, on the primary of the moment', async () => {
    const cluster = new StubRedis();
    cluster.primary = 'n2';
    const record = await cluster.clock.run(
      clientKill.create(cluster.context()).invoke('client-kill', undefined),
    );
    expect(record).toMatchObject({
      effect: { node: 'n2', rounds: 1, connections: 5, clients: 3 },
      proof: { proven: true },
    });
  });

  test('that ends connections of nobody but the store itself is not proven', async () => {
    const cluster = new StubRedis();
    cluster.administration.clients = 0;
    const record = await cluster.clock.run(
      clientKill.create(cluster.context()).invoke('client-kill', undefined),
    );
    expect(record).toMatchObject({ effect: { connections: 2 }, proof: { proven: false } });
  });

  test.each([
    [1, true],
    [0, false],
  ])('as a storm is proven only if clients come back: %i', async (comeBack, proven) => {
    const cluster = new StubRedis();
    cluster.administration.comeBack = comeBack;
    const record = await cluster.clock.run(
      clientKill.create(cluster.context()).invoke('client-kill', { for_ms: 1000, every_ms: 250 }),
    );
    expect(record).toMatchObject({ effect: { rounds: 5 }, proof: { proven } });
  });
});

describe('debug-sleep', () => {
  const sleepOn = (cluster: StubRedis) =>
    cluster.clock.run(
      debugSleep.create(cluster.context()).invoke('debug-sleep', { duration_ms: 1000 }),
    );

  test('is proven by a probe that is not answered meanwhile, and then again', async () => {
    expect((await sleepOn(new StubRedis())).proof.proven).toBe(true);
  });

  test('of a server that goes on answering is not proven', async () => {
    const cluster = new StubRedis();
    cluster.administration.deaf = true;
    const { proof } = await sleepOn(cluster);
    expect(proof.proven).toBe(false);
    expect(proof.evidence).toContain('it went on answering');
  });

  test('that the server refuses is not proven, and says why', async () => {
    const cluster = new StubRedis();
    cluster.administration.stallError = new Error('DEBUG not allowed');
    const { proof } = await sleepOn(cluster);
    expect(proof.proven).toBe(false);
    expect(proof.evidence).toContain('the sleep failed: DEBUG not allowed');
  });
});

describe('config-change', () => {
  const change = { parameter: 'limit', value: '99' };

  test('is proven when read back, and set back on stop', async () => {
    const cluster = new StubRedis();
    const active = configChange.create(cluster.context());
    expect(await active.invoke('start-config-change', change)).toMatchObject({
      effect: { 'config-change': { n1: change }, measured: { n1: { before: '10', during: '99' } } },
      proof: { proven: true },
    });
    await active.invoke('start-config-change', { ...change, value: '7' });
    expect(await active.invoke('stop-config-change', undefined)).toMatchObject({
      effect: { measured: { n1: { limit: '10' } } },
      proof: { proven: true, evidence: ['limit of n1 was "10" at first, and is "10" now'] },
    });
    expect(cluster.administration.parameters.get('limit')).toBe('10');
    expect(await active.heal()).toBeNull();
  });

  test('sets back all that was changed on a node, one parameter after the other', async () => {
    const cluster = new StubRedis();
    const { parameters } = cluster.administration;
    parameters.set('timeout', '0');
    const active = configChange.create(cluster.context());
    await active.invoke('start-config-change', change);
    await active.invoke('start-config-change', { parameter: 'timeout', value: '5' });
    await active.invoke('start-config-change', { ...change, value: '98' });
    expect([...parameters.values()]).toEqual(['98', '5']);
    expect((await active.heal())?.proof.proven).toBe(true);
    expect([...parameters.values()]).toEqual(['10', '0']);
  });

  test('that had no effect is not proven', async () => {
    const cluster = new StubRedis();
    cluster.administration.deaf = true;
    const active = configChange.create(cluster.context());
    expect(await active.invoke('start-config-change', change)).toMatchObject({
      proof: { proven: false },
    });
  });

  test('that cannot be set back is not proven healed, and is tried again', async () => {
    const cluster = new StubRedis();
    const active = configChange.create(cluster.context());
    await active.invoke('start-config-change', change);
    cluster.administration.deaf = true;
    expect(await cluster.clock.run(active.heal())).toMatchObject({
      proof: { proven: false, evidence: ['limit of n1 was "10" at first, and is "99" now'] },
    });
    cluster.administration.deaf = false;
    expect(await active.heal()).toMatchObject({ proof: { proven: true } });
    expect(cluster.administration.parameters.get('limit')).toBe('10');
  });

  test('is set back on a node that comes back only while it is tried', async () => {
    const cluster = new StubRedis();
    const active = configChange.create(cluster.context());
    await active.invoke('start-config-change', change);
    cluster.administration.deaf = true;
    cluster.at(1000, () => {
      cluster.administration.deaf = false;
    });
    expect(await cluster.clock.run(active.heal())).toMatchObject({ proof: { proven: true } });
  });

  test('on a node that cannot be asked is not proven healed, and says why', async () => {
    const cluster = new StubRedis();
    const active = configChange.create(cluster.context());
    await active.invoke('start-config-change', change);
    const gone = (): Promise<never> => Promise.reject(new Error('connection refused'));
    Object.assign(cluster.administration, { parameter: gone, setParameter: gone });
    expect((await cluster.clock.run(active.heal()))?.proof).toEqual({
      proven: false,
      evidence: [
        'limit of n1 was "10" at first, and could not be read',
        'limit of n1 could not be set back: connection refused',
      ],
    });
  });

  test('of an unknown parameter is an error', async () => {
    const active = configChange.create(new StubRedis().context());
    await expect(
      active.invoke('start-config-change', { parameter: 'nothing', value: '1' }),
    ).rejects.toThrow('nothing');
    expect(await active.heal()).toBeNull();
  });
});

describe('sentinel-config', () => {
  const change = { parameter: 'down-after-milliseconds', value: '60000' };

  test('is proven on every Sentinel when read back, and set back on stop', async () => {
    const cluster = new StubRedis();
    const active = sentinelConfig.create(cluster.context());
    const measured = { before: '1500', during: '60000' };
    expect(await active.invoke('start-sentinel-config', change)).toMatchObject({
      effect: {
        'sentinel-config': { n1: change, n2: change, n3: change },
        measured: { n1: measured, n2: measured, n3: measured },
      },
      proof: { proven: true },
    });
    expect((await active.invoke('stop-sentinel-config', undefined)).proof.proven).toBe(true);
    expect(cluster.sentinels.parameters.get('down-after-milliseconds')).toBe('1500');
  });

  test('that has no effect is not proven, changed or set back', async () => {
    const cluster = new StubRedis();
    cluster.sentinels.deaf = true;
    const active = sentinelConfig.create(cluster.context());
    expect((await active.invoke('start-sentinel-config', change)).proof.proven).toBe(false);
    cluster.sentinels.deaf = false;
    await active.invoke('start-sentinel-config', change);
    cluster.sentinels.deaf = true;
    expect((await cluster.clock.run(active.heal()))?.proof.proven).toBe(false);
  });

  test('of a node without a Sentinel is an error', async () => {
    const cluster = new StubRedis();
    await cluster.sentinels.remove('n3');
    const active = sentinelConfig.create(cluster.context());
    const start = active.invoke('start-sentinel-config', { ...change, target: 'n3' });
    await expect(start).rejects.toThrow('a Sentinel on n3');
  });
});

describe('flushall', () => {
  test.each([
    ['keys that are gone', false, 5, true],
    ['keys that are still there', true, 5, false],
    ['a store that was empty', false, 0, false],
  ])('with %s', async (_name, deaf, keys, proven) => {
    const cluster = new StubRedis();
    Object.assign(cluster.administration, { deaf, keys });
    const record = await flushall.create(cluster.context()).invoke('flushall', undefined);
    expect(record).toMatchObject({ effect: { node: 'n1' }, proof: { proven } });
  });
});

describe('sentinel-reset', () => {
  const resetOn = (cluster: StubRedis, value?: JsonObject) =>
    cluster.clock.run(sentinelReset.create(cluster.context()).invoke('sentinel-reset', value));

  test('is proven by a Sentinel that forgets the others and finds them again', async () => {
    expect(await resetOn(new StubRedis())).toMatchObject({
      effect: { before: { otherSentinels: ['n2', 'n3'] }, after: { otherSentinels: [] } },
      proof: { proven: true },
    });
  });

  test.each(['forgets', 'learns'] as const)('is not proven where it never %s', async (what) => {
    const cluster = new StubRedis();
    cluster.sentinels[what] = false;
    expect((await resetOn(cluster)).proof.proven).toBe(false);
  });

  test.each([
    ['learns', true],
    ['forgets', false],
  ] as const)(
    'that leaves open what it finds again, and never %s, is proven: %s',
    async (what, proven) => {
      const cluster = new StubRedis();
      cluster.sentinels[what] = false;
      expect((await resetOn(cluster, { rediscovery: 'left-open' })).proof.proven).toBe(proven);
    },
  );
});

test.each([
  ['client-kill', { target: 'n9' }],
  ['client-kill', { every_ms: 0 }],
  ['debug-sleep', { duration_ms: 1e9 }],
  ['start-config-change', { parameter: 'limit' }],
  ['start-config-change', { parameter: '*', value: '1' }],
  ['start-sentinel-config', { parameter: 'quorum', value: 1 }],
  ['flushall', { target: 'all' }],
  ['rolling-restart', { target: 'n1' }],
  ['sentinel-reset', { target: 'somebody' }],
])('a value that makes no sense is refused: %s %j', (f, value) => {
  const fault = REDIS_FAULTS.find((one) => one.fs.includes(f));
  expect(() => fault?.validate(f, value, NODES)).toThrow(InputError);
});

test.each([
  [memory, 'flushall', '"administration", which memory does not offer'],
  [memory, 'sentinel-reset', '"sentinels", which memory does not offer'],
  [redisReplication, 'sentinel-reset', 'nothing watches this cluster'],
  [redisReplication, 'stop-sentinel-config', 'nothing watches this cluster'],
])('what a system cannot have is refused at planning time: %#', async (system, fault, reason) => {
  const kernel = { lacks: () => Promise.resolve(null) };
  const layout = { data: NODES, watchers: [] };
  const cluster = { system, nodes: NODES, layout, kernel };
  const plan = await planFaults({ kind: 'steps', steps: [{ fault }] }, cluster, REDIS_FAULTS);
  expect(plan.supported ? [] : plan.reasons.join()).toContain(reason);
});
