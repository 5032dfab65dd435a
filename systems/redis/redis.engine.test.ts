import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  bankType,
  counterType,
  expiringType,
  fencedLockType,
  idsType,
  leaseType,
  logType,
  queueType,
  registerType,
  setType,
  tablesType,
  transactionsType,
} from '../../harness/core/data-types/index.js';
import type { DataType } from '../../harness/core/data-type.js';
import type { Client } from '../../harness/core/client.js';
import { NS_PER_MS } from '../../harness/core/clock.js';
import type { Json } from '../../harness/core/json.js';
import type { Completion } from '../../harness/core/op.js';
import { poll } from '../../harness/core/poll.js';
import type { StoreEvent } from '../../harness/core/store-event.js';
import type { SystemDefinition } from '../../harness/core/system.js';
import { ContainerCluster } from '../../tests/support/container-cluster.js';
import { ADMINISTRATION } from './capabilities.js';
import { NEEDED_SETTINGS, SENTINEL_SETTINGS, SERVER_SETTINGS } from './configuration/settings.js';
import { redisReplication, redisSentinel } from './index.js';

const SETUP_BOUND_MS = 8000;

let cluster: ContainerCluster;

beforeAll(async () => {
  cluster = await ContainerCluster.create();
});

afterAll(async () => {
  await cluster.stop();
});

async function setUp(definition: SystemDefinition, options = {}): Promise<number> {
  const system = await cluster.make(definition, options);
  const start = cluster.clock.now();
  await system.setup();
  return (cluster.clock.now() - start) / NS_PER_MS;
}

async function invoke(client: Client, f: string, value?: Json): Promise<Completion> {
  return client.invoke({ index: 0, process: 0, type: 'invoke', f, value, time: 0 });
}

async function primaryOtherThan(node: string): Promise<string> {
  const changed = await poll(cluster.clock, { within_ms: 15_000, every_ms: 50 }, async () => {
    const primary = await cluster.system.capabilities.primaries?.primary();
    return primary === undefined || primary === node ? null : primary;
  });
  if (!changed.reached) throw new Error(`${node} is still primary`);
  return changed.value;
}

describe.each([
  [redisReplication, { 'redis-server': '7.0.15' }],
  [redisSentinel, { 'redis-server': '7.0.15', 'redis-sentinel': '7.0.15' }],
])('$name', (definition, versions) => {
  test('is proven healthy and empty after its set-up, within 8 s', async () => {
    const took_ms = await setUp(definition);
    const { system } = cluster;
    expect(took_ms).toBeLessThan(SETUP_BOUND_MS);
    expect(await system.health()).toEqual({ healthy: true });
    expect(await system.roles()).toEqual([
      { node: 'n1', role: 'primary' },
      { node: 'n2', role: 'replica', follows: 'n1' },
      { node: 'n3', role: 'replica', follows: 'n1' },
    ]);
    expect(await system.versions()).toEqual(versions);
    expect(await system.capabilities.primaries?.primary()).toBe('n1');
    for (const node of ['n1', 'n2', 'n3']) {
      const client = await system.clients(setType, 'pinned').open({ process: 0, node });
      expect(await invoke(client, 'read')).toEqual({ type: 'ok', value: [] });
      await client.close();
    }
    for (const log of system.logs()) {
      expect(await log.read(100_000)).toContain('Redis is starting');
    }
  });

  test('moves the primary when it is ordered to', async () => {
    await setUp(definition);
    await cluster.system.capabilities.failover?.failover();
    const primary = await primaryOtherThan('n1');
    const roles = await cluster.system.roles();
    expect(roles.find(({ node }) => node === primary)?.role).toBe('primary');
  });

  test('reports a program that dies at set-up, with the end of its log', async () => {
    const system = await cluster.make(definition);
    await cluster.node('n2').spawn(['redis-server', '--port', '6379', '--protected-mode', 'yes'], {
      logFile: '/data/other.log',
    });
    await expect(system.setup()).rejects.toThrow(/redis-server on n2[^]*Address already in use/);
  });
});

describe('a chain of replicas, with clients that wait for one of them', () => {
  beforeAll(async () => {
    await setUp(redisReplication, { chained: true, waitReplicas: 1, waitTimeout_ms: 300 });
  });

  test('is whole after its set-up, each node following the one before it', async () => {
    const { system } = cluster;
    expect(await system.roles()).toEqual([
      { node: 'n1', role: 'primary' },
      { node: 'n2', role: 'replica', follows: 'n1' },
      { node: 'n3', role: 'replica', follows: 'n2' },
    ]);
    expect(await system.health()).toEqual({ healthy: true });
    expect(await system.capabilities.primaries?.primary()).toBe('n1');
  });

  test('acknowledges what a replica has, and does not know of what none confirms', async () => {
    const { system } = cluster;
    const client = await system.clients(setType, 'primary').open({ process: 0, node: 'n1' });
    expect(await invoke(client, 'add', 1)).toMatchObject({ type: 'ok' });
    await system.capabilities.processes?.signal('n2', 'redis-server', 'KILL');
    expect(await invoke(client, 'add', 2)).toMatchObject({
      type: 'info',
      error: { code: 'wait-short' },
    });
    // It was executed all the same.
    expect(await invoke(client, 'read')).toMatchObject({ type: 'ok', value: [1, 2] });
    await client.close();
  });
});

test('Sentinels are heard during a failover, also when one of them is dead, and when it comes back', async () => {
  await setUp(redisSentinel, { auth: 'password' });
  const { processes } = cluster.system.capabilities;
  await processes?.signal('n3', 'redis-sentinel', 'KILL');
  const heard: StoreEvent[] = [];
  await cluster.system.listen?.((event) => heard.push(event));
  const before = cluster.clock.now();
  await processes?.signal('n1', 'redis-server', 'KILL');
  const primary = await primaryOtherThan('n1');
  const of = (name: string) => heard.filter((event) => event.name === name);
  await expect.poll(() => of('+switch-master'), { timeout: 5000 }).not.toEqual([]);
  for (const name of ['+sdown', '+odown', '+vote-for-leader', '+elected-leader']) {
    expect(of(name), name).not.toEqual([]);
  }
  const switches = of('+switch-master').map(({ text }) => text);
  expect(new Set(switches)).toEqual(new Set([`faultline n1 ${primary}`]));
  expect(heard.every(({ time, node }) => time > before && node !== 'n3')).toBe(true);
  await processes?.start('n3', 'redis-sentinel');
  await expect.poll(() => heard.some(({ node }) => node === 'n3'), { timeout: 20_000 }).toBe(true);
});

describe('clients that wait until their writes are synced', () => {
  const add = async (value: number): Promise<Completion> => {
    const client = await cluster.system
      .clients(setType, 'primary')
      .open({ process: 0, node: 'n1' });
    const completion = await invoke(client, 'add', value);
    await client.close();
    return completion;
  };

  test('are told of the local file and of replicas, and do not know of what none confirms', async () => {
    await setUp(redisReplication, {
      version: '8.0',
      appendonly: true,
      appendfsync: 'always',
      waitAofLocal: 1,
      waitAofReplicas: 2,
      waitTimeout_ms: 3000,
    });
    expect(await add(1)).toMatchObject({ type: 'ok' });
    await cluster.system.capabilities.processes?.signal('n2', 'redis-server', 'KILL');
    expect(await add(2)).toMatchObject({ type: 'info', error: { code: 'wait-short' } });
  });

  test('are told of nothing where nobody syncs, which is why such a plan is refused', async () => {
    // With everysec this would be long enough.
    const waiting = { waitAofLocal: 1, waitTimeout_ms: 2500 };
    await setUp(redisReplication, { version: '8.0', appendonly: true, ...waiting });
    const administration = ADMINISTRATION.of(cluster.system.capabilities);
    await administration.setParameter('n1', 'appendfsync', 'no');
    expect(await add(1)).toMatchObject({ type: 'info', error: { code: 'wait-short' } });
  });
});

describe('clients', () => {
  test('pinned ones stay where they are, and a replica refuses their writes', async () => {
    await setUp(redisReplication);
    const source = cluster.system.clients(registerType, 'pinned');
    const [primary, replica] = await Promise.all(
      ['n1', 'n2'].map((node) => source.open({ process: 0, node })),
    );
    if (primary === undefined || replica === undefined) throw new Error('two were opened');
    expect(await invoke(primary, 'cas', [1, [null, 5]])).toEqual({
      type: 'ok',
      value: [1, [null, 5]],
    });
    expect(await invoke(primary, 'cas', [1, [4, 6]])).toMatchObject({
      type: 'fail',
      error: { code: 'cas-mismatch', saw: 5 },
    });
    expect(await invoke(primary, 'write', [1, 7])).toEqual({ type: 'ok', value: [1, 7] });
    expect(await invoke(primary, 'read', [1, null])).toEqual({ type: 'ok', value: [1, 7] });
    expect(await invoke(primary, 'read', [2, null])).toEqual({ type: 'ok', value: [2, null] });
    for (const [f, value] of [
      ['write', [1, 8]],
      ['cas', [1, [7, 8]]],
    ] as const) {
      expect(await invoke(replica, f, value)).toMatchObject({
        type: 'fail',
        error: { code: 'readonly' },
      });
    }
    await Promise.all([primary.close(), replica.close()]);
  });

  test('primary ones find the primary from every node', async () => {
    await setUp(redisReplication);
    const source = cluster.system.clients(setType, 'primary');
    for (const [value, node] of ['n1', 'n2', 'n3'].entries()) {
      const client = await source.open({ process: 0, node });
      expect(await invoke(client, 'add', value)).toEqual({ type: 'ok', value, node: 'n1' });
      await client.close();
    }
  });

  test('smart ones open where the Sentinels send them, and leave on a switch', async () => {
    await setUp(redisSentinel);
    const source = cluster.system.clients(setType, 'smart');
    const before = await source.open({ process: 0, node: 'n3' });
    expect(await invoke(before, 'add', 1)).toEqual({ type: 'ok', value: 1, node: 'n1' });
    await cluster.system.capabilities.failover?.failover();
    const primary = await primaryOtherThan('n1');
    const opened = await poll(cluster.clock, { within_ms: 10_000, every_ms: 100 }, async () => {
      try {
        return await source.open({ process: 1, node: primary });
      } catch {
        return null;
      }
    });
    if (!opened.reached) throw new Error('no smart client could be opened');
    expect(await invoke(opened.value, 'add', 2)).toMatchObject({ type: 'ok', node: primary });
    // Sentinel itself closes the clients of the old primary only when it demotes it, 8 s later.
    const left = await poll(cluster.clock, { within_ms: 5000, every_ms: 10 }, () =>
      Promise.resolve(before.usable ? null : true),
    );
    expect(left.reached).toBe(true);
    await Promise.all([before.close(), opened.value.close()]);
  });
});

test('min-replicas-to-write makes a primary without replicas refuse writes', async () => {
  await setUp(redisReplication, { minReplicasToWrite: 1, minReplicasMaxLag_s: 1 });
  const { processes } = cluster.system.capabilities;
  for (const node of ['n2', 'n3']) await processes?.signal(node, 'redis-server', 'KILL');
  const client = await cluster.system.clients(setType, 'pinned').open({ process: 0, node: 'n1' });
  const refused = await poll(cluster.clock, { within_ms: 5000, every_ms: 100 }, async () => {
    const completion = await invoke(client, 'add', 1);
    return completion.type === 'fail' ? completion.error.code : null;
  });
  expect(refused).toMatchObject({ reached: true, value: 'no-replicas' });
  await client.close();
});

/** A server and a Sentinel without a configuration of their own; then what they say. */
const DEFAULTS_SCRIPT = `
cd /tmp && echo 'sentinel monitor group 127.0.0.1 7000 1' > bare.conf || exit 1
redis-server --port 7000 --daemonize yes > bare.log && redis-sentinel bare.conf --port 27000 --daemonize yes >> bare.log || exit 1
until redis-cli -p 7000 ping && redis-cli -p 27000 ping; do sleep 0.05; done > /dev/null 2>&1
redis-cli -p 7000 config get '*'
redis-cli -p 27000 sentinel master group
`;

test('the defaults that reports tell are those of a server without a configuration', async () => {
  await cluster.make(redisReplication);
  const { stdout } = await cluster.node('n1').exec(['sh', '-c', DEFAULTS_SCRIPT]);
  const lines = stdout.split('\n');
  for (const { name, default: own } of [
    ...SERVER_SETTINGS,
    ...SENTINEL_SETTINGS,
    ...NEEDED_SETTINGS.filter((one) => /^\w+$/.test(one.value)),
  ]) {
    expect(`${name} ${lines[lines.indexOf(name) + 1]}`).toBe(`${name} ${own}`);
  }
});

/** Ops one after the other, each with what is to come of it: a value, or the code of a refusal. */
const COURSES: readonly (readonly [DataType, readonly (readonly [string, Json, Json])[]])[] = [
  [
    counterType,
    [
      ['read', null, 0],
      ['add', 5, 5],
      ['add', -2, -2],
      ['read', null, 3],
    ],
  ],
  [
    idsType,
    [
      ['generate', null, 1],
      ['generate', null, 2],
    ],
  ],
  [
    queueType,
    [
      ['enqueue', 7, 7],
      ['enqueue', { a: 1 }, { a: 1 }],
      ['dequeue', null, 7],
      ['dequeue', null, { a: 1 }],
      ['dequeue', null, null],
    ],
  ],
  [
    logType,
    [
      ['send', [['send', 'a', 7]], [['send', 'a', [0, 7]]]],
      ['send', [['send', 'a', 8]], [['send', 'a', [1, 8]]]],
      ['poll', [['poll', { a: 1 }]], [['poll', { a: [[1, 8]] }]]],
      ['poll', [['poll', { a: 2 }]], [['poll', { a: [] }]]],
    ],
  ],
  [
    transactionsType,
    [
      [
        'txn',
        [
          ['append', 1, 7],
          ['r', 1, null],
        ],
        [
          ['append', 1, 7],
          ['r', 1, [7]],
        ],
      ],
      [
        'txn',
        [
          ['w', 2, 'x'],
          ['r', 2, null],
          ['r', 3, null],
        ],
        [
          ['w', 2, 'x'],
          ['r', 2, 'x'],
          ['r', 3, null],
        ],
      ],
    ],
  ],
  [
    bankType,
    [
      ['transfer', { from: 'a', to: 'b', amount: 3 }, { from: 'a', to: 'b', amount: 3 }],
      ['read', ['a', 'b', 'c'], { a: -3, b: 3, c: 0 }],
    ],
  ],
  [
    tablesType,
    [
      ['insert', [1, [5, null]], [1, [5, null]]],
      ['insert', [1, [null, 6]], 'row-exists'],
    ],
  ],
  [
    fencedLockType,
    [
      ['acquire', ['l', null], ['l', 1]],
      ['acquire', ['l', null], 'held'],
      ['write', ['l', 1], ['l', true]],
      ['release', ['l', 2], 'not-held'],
      ['release', ['l', 1], ['l', 1]],
      ['acquire', ['l', null], ['l', 2]],
      ['write', ['l', 2], ['l', true]],
      ['write', ['l', 1], ['l', false]],
    ],
  ],
  [
    leaseType,
    [
      ['acquire', ['l', ['p', 60_000]], ['l', ['p', 60_000]]],
      ['acquire', ['l', ['q', 60_000]], 'held'],
      ['acquire', ['m', ['q', 60_000]], ['m', ['q', 60_000]]],
      ['acquire', ['l', ['p', 60_000]], ['l', ['p', 60_000]]],
      ['release', ['l', 'q'], 'not-held'],
      ['release', ['l', 'p'], ['l', 'p']],
      ['acquire', ['l', ['q', 60_000]], ['l', ['q', 60_000]]],
    ],
  ],
  [
    expiringType,
    [
      ['read', ['k', null], ['k', null]],
      ['write', ['k', [7, 60_000]], ['k', [7, 60_000]]],
      ['read', ['k', null], ['k', 7]],
    ],
  ],
];

test('serves every data type, on the primary', async () => {
  // Users are what clients may be refused for.
  const system = await cluster.make(redisReplication, { auth: 'acl' });
  await system.setup();
  for (const [dataType, course] of COURSES) {
    const client = await system.clients(dataType, 'pinned').open({ process: 0, node: 'n1' });
    for (const [f, value, expected] of course) {
      const { type, ...answer } = await invoke(client, f, value);
      const came = type === 'ok' ? answer.value : 'error' in answer ? answer.error.code : type;
      expect({ f, value, came }).toEqual({ f, value, came: expected });
    }
    await client.close();
  }
});
