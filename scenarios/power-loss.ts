import { defineScenario, type ProofCondition, type Schedule, type Step } from '../harness/index.js';

function until(acknowledged: number): Step {
  return { until: { acknowledged }, within_ms: 30_000 };
}

const converged: Step = { until: { cluster: 'converged' }, within_ms: 60_000 };

/** The leader loses its power, with all that was not synced to its disk; then all members do, at the same time. */
const losingPower: Schedule = {
  kind: 'steps',
  steps: [
    until(100),
    { fault: 'start-power-loss', value: { target: 'primary' } },
    { until: { primary: 'changed' }, within_ms: 20_000 },
    until(50),
    { fault: 'stop-power-loss' },
    converged,
    until(100),
    { fault: 'start-power-loss', value: { target: 'all' }, acknowledged: 0 },
    { fault: 'stop-power-loss' },
    converged,
    until(50),
  ],
};

const powerLost: readonly ProofCondition[] = [
  { acknowledged: 300 },
  { proven: 'power-loss' },
  { reached: 'primary-changed' },
  { reached: 'converged' },
  { finalReads: 'every-node' },
];

/** All members lose their power at the same time, with all that was not synced. */
const losingPowerAtOnce: Schedule = {
  kind: 'steps',
  steps: [
    until(200),
    { fault: 'start-power-loss', value: { target: 'all' }, acknowledged: 0 },
    { fault: 'stop-power-loss' },
    converged,
    until(50),
  ],
};

const powerLostAtOnce: readonly ProofCondition[] = [
  { acknowledged: 200 },
  { proven: 'power-loss' },
  { reached: 'converged' },
  { finalReads: 'every-node' },
];

/**
 * A member is down, as for maintenance, and the two others go on. Then these lose their power at the same time, with all that was not
 * synced, and agree again without the first one, which comes back last.
 */
const losingAMajority: readonly Step[] = [
  until(100),
  { fault: 'start-kill', value: { target: 'n3' } },
  until(150),
  { fault: 'start-power-loss', value: { targets: ['n1', 'n2'] }, acknowledged: 0 },
  { fault: 'stop-power-loss' },
  until(50),
  { fault: 'stop-kill' },
];
const wholeAgain: readonly Step[] = [converged, until(50)];
const losingAMajorityAtOnce: Schedule = {
  kind: 'steps',
  steps: [...losingAMajority, ...wholeAgain],
};

const majorityLost: readonly ProofCondition[] = [
  { acknowledged: 300 },
  { proven: 'kill' },
  { acknowledged: 100, during: 'kill' },
  { proven: 'power-loss' },
  { reached: 'converged' },
  { finalReads: 'every-node' },
];

const durability =
  'etcd documentation, "etcd API guarantees", durability: "Any completed operations are durable"';

export const etcdPowerLoss = defineScenario({
  name: 'etcd-power-loss',
  claim:
    'what etcd acknowledged is there after its leader lost its power, and after all members did at the same time',
  source: durability,
  expectation: 'HOLDS',
  conditions: powerLost,
  test: { system: 'etcd', workload: 'set', faults: losingPower },
});

export const etcdNoFsync = defineScenario({
  name: 'etcd-power-loss-no-fsync',
  claim:
    'with --unsafe-no-fsync, etcd loses what it acknowledged when its members lose their power',
  source: 'etcd --help: "Disables fsync, unsafe, will cause data loss."',
  expectation: 'VIOLATION',
  anomaly: 'lost-write',
  conditions: powerLostAtOnce,
  test: {
    system: 'etcd',
    systemOptions: { version: '3.5', unsafeNoFsync: true },
    workload: 'set',
    faults: losingPowerAtOnce,
  },
});

export const etcdMajorityPowerLoss = defineScenario({
  name: 'etcd-majority-power-loss',
  claim:
    'what two of three members of etcd acknowledged is there after these two lost their power at the same time',
  source: durability,
  expectation: 'HOLDS',
  conditions: majorityLost,
  test: { system: 'etcd', workload: 'set', faults: losingAMajorityAtOnce },
});

/**
 * The member that was down has more than the two others, which have forgotten it. In Raft no member may have more agreed entries
 * than a majority, so it does not get on with them any more: an administrator puts a new one in its place.
 */
export const etcdMajorityNoFsync = defineScenario({
  name: 'etcd-majority-power-loss-no-fsync',
  claim:
    'with --unsafe-no-fsync, etcd loses what it acknowledged when a majority of its members loses its power, although the third one has it',
  source: 'etcd --help: "Disables fsync, unsafe, will cause data loss."',
  expectation: 'VIOLATION',
  anomaly: 'lost-write',
  conditions: [...majorityLost, { proven: 'replace-member' }],
  test: {
    system: 'etcd',
    systemOptions: { version: '3.5', unsafeNoFsync: true },
    workload: 'set',
    faults: {
      kind: 'steps',
      steps: [
        ...losingAMajority,
        { fault: 'start-replace-member', value: { target: 'n3' } },
        until(50),
        { fault: 'stop-replace-member' },
        ...wholeAgain,
      ],
    },
  },
});

const administrator = 'ZooKeeper Administrator\'s Guide, "forceSync"';
const syncing = `${administrator}: "Requires updates to be synced to media of the transaction log before finishing processing the update"`;
const notSyncing = `${administrator}: "If this option is set to no, ZooKeeper will not require updates to be synced to the media"`;
/** Servers that miss each other soon. */
const quick = { tickTime_ms: 500, syncLimit: 4 };
const zookeeper = { system: 'zookeeper', systemOptions: quick, workload: 'set' };
const zookeeperUnsynced = { ...zookeeper, systemOptions: { ...quick, forceSync: false } };

export const zookeeperPowerLoss = defineScenario({
  name: 'zookeeper-power-loss',
  claim:
    'what ZooKeeper acknowledged is there after its leader lost its power, and after all servers did at the same time',
  source: syncing,
  expectation: 'HOLDS',
  conditions: powerLost,
  test: {
    ...zookeeper,
    faults: losingPower,
  },
});

export const zookeeperNoSync = defineScenario({
  name: 'zookeeper-power-loss-no-sync',
  claim:
    'with forceSync=no, ZooKeeper loses what it acknowledged when its servers lose their power',
  source: notSyncing,
  expectation: 'VIOLATION',
  anomaly: 'lost-write',
  conditions: powerLostAtOnce,
  test: {
    ...zookeeperUnsynced,
    faults: losingPowerAtOnce,
  },
});

export const zookeeperMajorityPowerLoss = defineScenario({
  name: 'zookeeper-majority-power-loss',
  claim:
    'what two of three servers of ZooKeeper acknowledged is there after these two lost their power at the same time',
  source: syncing,
  expectation: 'HOLDS',
  conditions: majorityLost,
  test: {
    ...zookeeper,
    faults: losingAMajorityAtOnce,
  },
});

export const zookeeperMajorityNoSync = defineScenario({
  name: 'zookeeper-majority-power-loss-no-sync',
  claim:
    'with forceSync=no, ZooKeeper loses what it acknowledged when a majority of its servers loses its power',
  source: notSyncing,
  expectation: 'VIOLATION',
  anomaly: 'lost-write',
  conditions: majorityLost,
  test: {
    ...zookeeperUnsynced,
    faults: losingAMajorityAtOnce,
  },
});
