import { describe, expect, test } from 'vitest';
import { sleep } from '../harness/core/clock.js';
import type { Json, JsonObject } from '../harness/core/json.js';
import type { Nemesis } from '../harness/core/nemesis.js';
import type { Lapse, Watched } from '../harness/core/schedule.js';
import { createNemesis } from './nemesis.js';
import { REDIS_FAULTS, StubRedis } from '../systems/redis/faults/testing/stub-redis.js';

type Tamper = (cluster: StubRedis) => unknown;

/** Each fault that lasts: a value to begin it with on n2, and what undoes it behind our back. */
const LASTING: readonly (readonly [name: string, value: JsonObject, undo: Tamper])[] = [
  ['partition', { grudge: 'one-node', target: 'n2' }, ({ links }) => links.heal()],
  ['loss', { percent: 20 }, ({ traffic }) => traffic.restore(['n2'])],
  ['slow', { rate_kbit: 500 }, ({ traffic }) => traffic.restore(['n2'])],
  ['delay', { delay_ms: 50 }, ({ traffic }) => traffic.restore(['n2'])],
  ['reorder', { percent: 20 }, ({ traffic }) => traffic.restore(['n2'])],
  ['duplicate', { percent: 20 }, ({ traffic }) => traffic.restore(['n2'])],
  ['corrupt', { percent: 20 }, ({ traffic }) => traffic.restore(['n2'])],
  ['kill', {}, ({ processes }) => processes.start('n2', 'server')],
  ['terminate', {}, ({ processes }) => processes.start('n2', 'server')],
  ['pause', {}, ({ processes }) => processes.signal('n2', 'server', 'CONT')],
  [
    'descriptor-limit',
    {},
    (cluster) => {
      cluster.serves = () => Promise.resolve(true);
      return cluster.processes.limitDescriptors('n2', 'server', 1024);
    },
  ],
  ['freeze', {}, ({ machine }) => machine.thaw('n2')],
  ['throttle', { percent: 20 }, ({ machine }) => machine.limitCpu('n2', null)],
  ['memory-limit', {}, ({ machine }) => machine.limitMemory('n2', null)],
  ['outage', {}, ({ power }) => power.start('n2')],
  ['shutdown', {}, ({ power }) => power.start('n2')],
  ['power-loss', {}, ({ power }) => power.start('n2')],
  ['disk-full', {}, ({ disks }) => disks.free('n2')],
  ['disk-slow', {}, ({ disks }) => disks.limitWrites('n2', null)],
  ['disk-read-only', {}, ({ disks }) => disks.repair('n2')],
  ['file-corruption', {}, ({ processes }) => processes.start('n2', 'server')],
  ['clock', { offset_ms: 5000 }, ({ clocks }) => clocks.set('n2', { offset_ms: 0, rate: 1 })],
  ['clock', { rate: 2 }, ({ clocks }) => clocks.set('n2', { offset_ms: 0, rate: 1 })],
  ['strobe', {}, ({ clocks }) => clocks.set('n2', { offset_ms: 0, rate: 1 })],
  [
    'config-change',
    { parameter: 'limit', value: '20' },
    ({ administration }) => administration.setParameter('n2', 'limit', '10'),
  ],
  [
    'sentinel-config',
    { parameter: 'down-after-milliseconds', value: '9000' },
    ({ sentinels }) => sentinels.setParameter('n2', 'down-after-milliseconds', '1500'),
  ],
  ['remove-sentinel', {}, ({ sentinels }) => sentinels.add('n2')],
  ['remove-replica', {}, ({ membership }) => membership.add('n2')],
];

const LASTS_MS = 6000;
const UNDONE_MS = 3400;

function orders(cluster: StubRedis, nemesis: Nemesis) {
  return (f: string, value?: Json) => cluster.clock.run(nemesis.invoke(f, value));
}

function pass(cluster: StubRedis, time_ms: number): Promise<void> {
  return cluster.clock.run(sleep(cluster.clock, time_ms));
}

const NO_LAPSE: Lapse = { node: '', lastSeen_ns: 0, firstMissed_ns: 0, evidence: [] };

function lapsesIn(watched: Json | undefined): readonly Lapse[] {
  return (watched as unknown as Watched | undefined)?.lapses ?? [];
}

/** A cluster on which each of the faults bites. */
function clusterFor(name: string): StubRedis {
  const cluster = new StubRedis();
  if (name === 'descriptor-limit') cluster.serves = () => Promise.resolve(false);
  cluster.files.bytes.set('n2/data/n2.log', [...Array(100).keys()]);
  return cluster;
}

test('every fault that lasts is watched, but those that look by themselves or may be undone', () => {
  const lasting = REDIS_FAULTS.filter(({ fs }) => fs.length === 2).map(({ name }) => name);
  const watched = new Set(LASTING.map(([name]) => name));
  expect(lasting.filter((name) => !watched.has(name)).sort()).toEqual(['flapping', 'repoint']);
});

test.each([
  ['flapping', { grudge: 'one-node', target: 'n2' }],
  ['repoint', { target: 'n2' }],
])('the end of %s says nothing of looks', async (name, value) => {
  const { cluster, order } = played();
  await order(`start-${name}`, value);
  await pass(cluster, LASTS_MS);
  expect(Object.keys((await order(`stop-${name}`)) as JsonObject)).toEqual(['effect', 'proof']);
});

describe.each(LASTING)('%s, begun with %j,', (name, value, undo) => {
  test('is seen in effect until its end', async () => {
    const cluster = clusterFor(name);
    const order = orders(cluster, createNemesis(REDIS_FAULTS, cluster.context()));
    expect(await order(`start-${name}`, { target: 'n2', ...value })).toMatchObject({
      proof: { proven: true },
    });
    await pass(cluster, LASTS_MS);
    const { watched } = (await order(`stop-${name}`)) as JsonObject;
    expect(watched).toMatchObject({ fault: name, lapses: [] });
    expect((watched as { looks: number }).looks).toBeGreaterThanOrEqual(3);
  });

  test('that is undone in the middle is missed within seconds', async () => {
    const cluster = clusterFor(name);
    const order = orders(cluster, createNemesis(REDIS_FAULTS, cluster.context()));
    await order(`start-${name}`, { target: 'n2', ...value });
    const begun_ns = cluster.clock.now();
    await pass(cluster, UNDONE_MS);
    const undone_ns = cluster.clock.now();
    await undo(cluster);
    await pass(cluster, LASTS_MS - UNDONE_MS);
    const { watched } = (await order('heal')) as JsonObject;
    expect(watched).toMatchObject({ fault: name });
    const { node, lastSeen_ns, firstMissed_ns, evidence } = lapsesIn(watched)[0] ?? NO_LAPSE;
    expect(node).toBe('n2');
    expect(evidence).not.toEqual([]);
    expect(lastSeen_ns).toBeGreaterThanOrEqual(begun_ns);
    expect(lastSeen_ns).toBeLessThanOrEqual(undone_ns);
    expect(firstMissed_ns).toBeGreaterThanOrEqual(undone_ns);
    expect(firstMissed_ns - lastSeen_ns).toBeLessThan(12e9);
  });
});

/** A nemesis on a cluster of stubs, and the lapses of a fault that it then ends. */
function played(cluster = new StubRedis(), signal = new AbortController().signal) {
  const nemesis = createNemesis(REDIS_FAULTS, cluster.context({ signal }));
  const order = orders(cluster, nemesis);
  const ended = async (f: string) => lapsesIn(((await order(f)) as JsonObject)['watched']);
  return { cluster, nemesis, order, ended };
}

const AHEAD = { target: 'n2', offset_ms: 5000 };

describe('a fault that another keeps from being seen', () => {
  test('is not missed meanwhile, and is seen again afterwards', async () => {
    const { cluster, order, ended } = played();
    await order('start-clock', AHEAD);
    await pass(cluster, 1500);
    const offsets_ms = cluster.clocks.offsets_ms.bind(cluster.clocks);
    cluster.clocks.offsets_ms = () => Promise.resolve({ server: 0 });
    await order('start-kill', { target: 'n2' });
    await pass(cluster, 3000);
    cluster.clocks.offsets_ms = offsets_ms;
    await order('stop-kill');
    await pass(cluster, 3000);
    expect(await ended('stop-clock')).toEqual([]);
  });

  test('is missed on any other node', async () => {
    const { cluster, order, ended } = played();
    await order('start-clock', AHEAD);
    await order('start-kill', { target: 'n3' });
    await cluster.clocks.set('n2', { offset_ms: 0, rate: 1 });
    await pass(cluster, 3000);
    await order('stop-kill');
    expect(await ended('stop-clock')).toMatchObject([
      { node: 'n2', evidence: ['server on n2 is 0 ms ahead, not 5000 ms'] },
    ]);
  });

  test('need not be seen at its end, where it is healed together with the other', async () => {
    const { cluster, order } = played();
    await order('start-clock', AHEAD);
    const read = cluster.clocks.offsets_ms.bind(cluster.clocks);
    cluster.clocks.offsets_ms = async (node) => {
      if (cluster.processes.states.get('n2/server') === 'gone') throw new Error('refused');
      return read(node);
    };
    await order('start-kill', { target: 'n2' });
    expect(await order('heal')).toMatchObject([
      { watched: { fault: 'kill', lapses: [] } },
      { watched: { fault: 'clock', lapses: [] } },
    ]);
  });
});

test('a stopped process that another fault kills goes on no more than before', async () => {
  const { cluster, order, ended } = played();
  await order('start-pause', { target: 'n2' });
  await order('start-kill', { target: 'n2' });
  await pass(cluster, 2500);
  expect(await ended('stop-pause')).toEqual([]);
});

test('a pause is over, and has not lapsed, on a node that lost its power meanwhile', async () => {
  const cluster = new StubRedis();
  const nemesis = createNemesis(REDIS_FAULTS, cluster.context());
  const play = (f: string, value?: Json) => cluster.clock.run(nemesis.invoke(f, value));
  await play('start-pause', { target: 'all' });
  await play('start-power-loss', { target: 'n2' });
  await cluster.clock.run(sleep(cluster.clock, 5000));
  await play('stop-power-loss');
  await cluster.clock.run(sleep(cluster.clock, 5000));
  expect(await cluster.processes.state('n2', 'server')).toBe('running');
  // On another node the pause goes on, and is missed where it ends.
  await cluster.processes.signal('n3', 'server', 'CONT');
  const end = await play('stop-pause');
  expect(end).toMatchObject({ proof: { proven: true } });
  expect(end).toMatchObject({ watched: { fault: 'pause', lapses: [{ node: 'n3' }] } });
});

test('a fault that could not be looked at before its end is not known to have lasted', async () => {
  const { cluster, order, ended } = played();
  await order('start-freeze', { target: 'n2' });
  await pass(cluster, 2500);
  const answers = cluster.machine.answers.bind(cluster.machine);
  let refusals = 2;
  cluster.machine.answers = (node) =>
    (refusals -= 1) < 0 ? answers(node) : Promise.reject(new Error('the engine is busy'));
  expect(await ended('stop-freeze')).toMatchObject([
    { node: 'n2', lastSeen_ns: 2e9, evidence: ['it could not be looked at: the engine is busy'] },
  ]);
});

test('a fault on all nodes lapses where it is undone only', async () => {
  const { cluster, order, ended } = played();
  await order('start-pause', { target: 'all' });
  await cluster.processes.signal('n3', 'sentinel', 'CONT');
  await pass(cluster, 2500);
  expect(await ended('heal')).toEqual([
    {
      node: 'n3',
      lastSeen_ns: 0,
      firstMissed_ns: 1e9,
      evidence: ['server on n3 is stopped', 'sentinel on n3 is running'],
    },
  ]);
});

test('a look that misses once is no lapse: the next one, taken at once, decides', async () => {
  const { cluster, order, ended } = played();
  await order('start-throttle', { target: 'n2', percent: 20 });
  const read = cluster.machine.cpuLimit.bind(cluster.machine);
  let looks = 0;
  cluster.machine.cpuLimit = (node) =>
    (looks += 1) % 2 === 1 ? Promise.resolve(null) : read(node);
  await pass(cluster, 5500);
  cluster.machine.cpuLimit = read;
  expect(looks).toBeGreaterThan(5);
  expect(await ended('stop-throttle')).toEqual([]);
});

test('a second beginning is watched together with the first', async () => {
  const { cluster, order, ended } = played();
  await order('start-pause', { target: 'n1' });
  await pass(cluster, 2500);
  await order('start-pause', { target: 'n2' });
  await expect(order('start-pause', { target: 'n3', process: 'etcd' })).rejects.toThrow('etcd');
  await pass(cluster, 2500);
  for (const node of ['n1', 'n2']) await cluster.processes.signal(node, 'server', 'CONT');
  await pass(cluster, 2500);
  expect((await ended('stop-pause')).map(({ node }) => node)).toEqual(['n1', 'n2']);
});

test('an end that comes at once has looked all the same', async () => {
  const { cluster, order, ended } = played();
  await order('start-throttle', { target: 'n2', percent: 20 });
  await cluster.machine.limitCpu('n2', null);
  expect(await ended('stop-throttle')).toMatchObject([{ node: 'n2' }]);
});

test.each(['an interruption', 'the teardown'])('nobody looks after %s', async (what) => {
  const interrupt = new AbortController();
  const { cluster, nemesis, order } = played(new StubRedis(), interrupt.signal);
  await order('start-throttle', { target: 'n2', percent: 20 });
  await pass(cluster, 2500);
  if (what === 'an interruption') interrupt.abort(new Error('Ctrl-C'));
  else await cluster.clock.run(nemesis.teardown());
  await pass(cluster, 10);
  let looks = 0;
  cluster.machine.cpuLimit = () => Promise.resolve((looks += 1));
  await pass(cluster, 10_000);
  expect(looks).toBe(0);
});
