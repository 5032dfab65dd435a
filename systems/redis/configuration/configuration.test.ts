import { expect, test } from 'vitest';
import type { JsonObject } from '../../../harness/core/json.js';
import type { SystemDefinition } from '../../../harness/core/system.js';
import { OPEN_ACCESS } from '../access/access.js';
import { redisReplication, redisSentinel } from '../index.js';
import {
  prioritiesOf,
  replicationLayout,
  replicationOptions,
  sentinelLayout,
  sentinelOptions,
  waitOf,
} from '../options.js';
import { sentinelConfig, sentinelId } from './sentinel-config.js';
import { serverConfig } from './server-config.js';

const OPEN = { access: OPEN_ACCESS };

test('a replica follows from its first start, a primary follows nobody', () => {
  const options = replicationOptions({});
  expect(serverConfig(options, '198.18.0.2', '198.18.0.1', OPEN)).toContain(
    'replicaof 198.18.0.1 6379\n',
  );
  expect(serverConfig(options, '198.18.0.1', null, OPEN)).not.toContain('replicaof ');
});

test('options reach the file, under the names that Redis has for them', () => {
  const text = serverConfig(
    replicationOptions({
      minReplicasToWrite: 1,
      minReplicasMaxLag_s: 2,
      appendonly: true,
      appendfsync: 'always',
      save: '5 1 1 100',
      replTimeout_s: 7,
      replPingReplicaPeriod_s: 2,
      replDisklessSync: false,
      replDisklessSyncDelay_s: 0,
      replBacklogSize_bytes: 16_384,
      replicaServeStaleData: false,
    }),
    '198.18.0.1',
    null,
    OPEN,
  );
  for (const line of [
    'protected-mode no',
    'repl-timeout 7',
    'repl-ping-replica-period 2',
    'repl-diskless-sync no',
    'repl-diskless-sync-delay 0',
    'replica-announce-ip 198.18.0.1',
    'min-replicas-to-write 1',
    'min-replicas-max-lag 2',
    'appendonly yes',
    'appendfsync always',
    'save 5 1 1 100',
    'repl-backlog-size 16384',
    'replica-serve-stale-data no',
  ]) {
    expect(text.split('\n')).toContain(line);
  }
});

const changed = (system: SystemDefinition, options: JsonObject) =>
  (system.changedSettings?.({ ...system.defaults, ...options }) ?? [])
    .filter(({ option }) => option !== null)
    .map(({ name, value, default: own }) => `${name} ${value}, not ${own}`);

test('nothing differs from Redis’ defaults but what an option changed, and what Sentinels need for short runs', () => {
  expect(changed(redisReplication, {})).toEqual([]);
  expect(changed(redisReplication, { replTimeout_s: 15, appendonly: true, save: '' })).toEqual([
    'save "", not 3600 1 300 100 60 10000',
    'appendonly yes, not no',
    'repl-timeout 15, not 60',
  ]);
  expect(changed(redisSentinel, {})).toEqual([
    'down-after-milliseconds 1500, not 30000',
    'failover-timeout 5000, not 180000',
  ]);
  expect(changed(redisSentinel, { downAfter_ms: 30_000, failoverTimeout_ms: 180_000 })).toEqual([]);
});

test('what the harness needs is told with its reason', () => {
  const needed = redisReplication.changedSettings?.({}) ?? [];
  expect(needed.map(({ name }) => name)).toContain('protected-mode');
  for (const { reason } of needed) expect(reason).toBeTruthy();
});

test('a Sentinel is told of its peers and the replicas, but not of itself', () => {
  const sentinels = ['198.18.0.1', '198.18.0.2'].map((address, i) => ({
    address,
    id: sentinelId(i),
  }));
  const peers = { primary: '198.18.0.1', replicas: ['198.18.0.2'], sentinels };
  const options = sentinelOptions({ downAfter_ms: 777 }, 2);
  const lines = sentinelConfig(options, '198.18.0.2', peers, OPEN_ACCESS).split('\n');
  expect(lines).toContain('sentinel monitor faultline 198.18.0.1 6379 2');
  expect(lines).toContain('sentinel down-after-milliseconds faultline 777');
  expect(lines).toContain('sentinel known-replica faultline 198.18.0.2 6379');
  expect(lines.filter((line) => line.startsWith('sentinel known-sentinel'))).toEqual([
    `sentinel known-sentinel faultline 198.18.0.1 26379 ${sentinelId(0)}`,
  ]);
  expect(lines).toContain(`sentinel myid ${sentinelId(1)}`);
});

test('zeros stand for a Sentinel on every node and the majority of them', () => {
  expect(sentinelOptions({}, 5)).toMatchObject({ sentinels: 5, quorum: 3 });
  expect(sentinelOptions({ sentinels: 3, quorum: 1 }, 5)).toMatchObject({
    sentinels: 3,
    quorum: 1,
  });
});

test.each([
  [{}, ['n1', 'n2', 'n3', 'n4', 'n5'], ['n1', 'n2', 'n3', 'n4', 'n5']],
  [{ sentinels: 3 }, ['n1', 'n2', 'n3', 'n4', 'n5'], ['n1', 'n2', 'n3']],
  [{ dataNodes: 2 }, ['n1', 'n2'], ['n3', 'n4', 'n5']],
  [{ dataNodes: 2, sentinels: 4 }, ['n1', 'n2'], ['n1', 'n3', 'n4', 'n5']],
  [{ dataNodes: 5 }, ['n1', 'n2', 'n3', 'n4', 'n5'], ['n1', 'n2', 'n3', 'n4', 'n5']],
])('of five nodes, %j lets %j hold data and %j have a Sentinel', (options, data, sentinels) => {
  const nodes = ['n1', 'n2', 'n3', 'n4', 'n5'];
  expect(sentinelLayout(sentinelOptions(options, 5), nodes)).toEqual({ data, watchers: sentinels });
});

test('the quorum of Sentinels on nodes of their own is their majority', () => {
  expect(sentinelOptions({ dataNodes: 3 }, 6)).toMatchObject({ sentinels: 3, quorum: 2 });
});

test('options that make no sense are refused', () => {
  expect(() => sentinelOptions({ dataNodes: 4 }, 3)).toThrow('dataNodes of at most 3');
  expect(() => sentinelOptions({ dataNodes: 2, sentinels: 2 }, 5)).toThrow('neither data nor');
  expect(() => sentinelOptions({ sentinels: 4 }, 3)).toThrow('at most one Sentinel per node');
  expect(() => sentinelOptions({ quorum: 4 }, 3)).toThrow('a quorum of at most all Sentinels');
  expect(() => sentinelOptions({ downAfter_ms: 'soon' }, 3)).toThrow('downAfter_ms');
  expect(() => replicationOptions({ downAfter_ms: 100 })).toThrow('downAfter_ms');
  expect(() => replicationOptions({ appendfsync: 'sometimes' })).toThrow('appendfsync');
  expect(() => replicationOptions({ save: 'often' })).toThrow('save');
  expect(() => replicationLayout({ minReplicasToWrite: 2 }, ['n1', 'n2'])).toThrow('from 0 to 1');
  expect(() => sentinelOptions({ replicaPriorities: '100,0' }, 3)).toThrow('each of the 3 nodes');
  expect(() => sentinelOptions({ replicaPriorities: '0,0,0' }, 3)).toThrow('may promote');
  expect(() => sentinelOptions({ parallelSyncs: 3 }, 3)).toThrow('parallelSyncs from 1 to 2');
  expect(sentinelOptions({ parallelSyncs: 2, replicaPriorities: '0,0,1' }, 3).parallelSyncs).toBe(
    2,
  );
  expect(() => sentinelOptions({ replicaPriorities: 'high' }, 3)).toThrow('replicaPriorities');
  expect(() => sentinelOptions({ minReplicasToWrite: 2, dataNodes: 2 }, 5)).toThrow('from 0 to 1');
});

const SYNCED = { waitAofLocal: 1, appendonly: true, version: '8.0' };

test.each([
  [{ minReplicasToWrite: 1, minReplicasMaxLag_s: 0 }, 'Redis ignores minReplicasToWrite'],
  [{ waitReplicas: 3 }, 'no write is ever acknowledged'],
  [{ ...SYNCED, waitAofReplicas: 3 }, 'no write is ever acknowledged'],
  [{ ...SYNCED, version: '7.0' }, 'the version is 7.0'],
  [{ ...SYNCED, appendonly: false }, 'there is no append-only file'],
  [{ ...SYNCED, appendfsync: 'no' }, 'no server knows what is synced'],
  [{ ...SYNCED, waitReplicas: 1 }, 'waits once after each write'],
  [{ appendfsync: 'always' }, 'there is no append-only file'],
  [{ replTimeout_s: 5, replPingReplicaPeriod_s: 5 }, 'taken for broken between two pings'],
])('options that make no sense together are refused in words: %j', (options, words) => {
  const nodes = ['n1', 'n2', 'n3'];
  expect(() => replicationLayout(options, nodes)).toThrow(words);
  expect(() => sentinelOptions(options, 3)).toThrow(words);
});

test('a node has the priority of its place among those that hold data', () => {
  expect(prioritiesOf(sentinelOptions({ replicaPriorities: '100,0,5', dataNodes: 3 }, 5))).toEqual([
    100, 0, 5,
  ]);
  expect(prioritiesOf(sentinelOptions({}, 3))).toEqual([]);
  const options = sentinelOptions({}, 3);
  expect(serverConfig(options, '198.18.0.2', null, { ...OPEN, priority: 0 })).toContain(
    'replica-priority 0\n',
  );
  expect(serverConfig(options, '198.18.0.2', null, OPEN)).not.toContain('replica-priority');
});

test('clients wait for replicas only where they are told to', () => {
  expect(waitOf(replicationOptions({}))).toBeNull();
  expect(waitOf(replicationOptions({ waitReplicas: 1, waitTimeout_ms: 70 }))).toEqual({
    replicas: 1,
    timeout_ms: 70,
  });
  expect(waitOf(replicationOptions({ ...SYNCED, waitAofReplicas: 1, waitTimeout_ms: 70 }))).toEqual(
    { replicas: 1, localFiles: 1, timeout_ms: 70 },
  );
});
