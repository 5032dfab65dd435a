import {
  defineScenario,
  type JsonObject,
  type ProofCondition,
  type Scenario,
  type Step,
} from 'faultline';

const SYNC =
  'NATS documentation, JetStream server configuration, sync_interval: "Change the default fsync/sync interval for page cache in the filestore. By default JetStream relies on stream replication in the cluster to guarantee data is available after an OS crash." The default is 2m.';
const REPLICAS =
  'NATS documentation, JetStream clustering: Raft among the replicas of a stream, "Immediately Consistent (Linearizable)" by a quorum of them';

function acknowledged(ops: number): Step {
  return { until: { acknowledged: ops }, within_ms: 30_000 };
}
const whole: Step = { until: { cluster: 'converged' }, within_ms: 60_000 };

/** A fault begins, lasts, and ends, and clients are at work before, meanwhile and after. */
function around(fault: string, value: JsonObject, meanwhile: Step): readonly Step[] {
  return [
    acknowledged(200),
    { fault: `start-${fault}`, value },
    meanwhile,
    { fault: `stop-${fault}` },
    whole,
    acknowledged(100),
  ];
}

function scenario(
  said: Pick<Scenario, 'name' | 'claim' | 'source' | 'expectation' | 'anomaly'>,
  workload: 'log' | 'queue',
  steps: readonly Step[],
  systemOptions: JsonObject = {},
): Scenario {
  const begun = steps.flatMap((step) =>
    'fault' in step && step.fault.startsWith('start-') ? [{ proven: step.fault }] : [],
  );
  const conditions: readonly ProofCondition[] = [
    { acknowledged: 200 },
    ...begun,
    ...(begun.length === 0 ? [] : [{ reached: 'converged' } as const]),
  ];
  return defineScenario({
    ...said,
    conditions,
    test: {
      system: 'nats',
      workload,
      systemOptions,
      faults: { kind: 'steps', steps },
      acknowledgedPerFault: 0,
    },
  });
}

const powerLoss = around('power-loss', { target: 'all' }, { for_ms: 1000 });
const cutOff = around('partition', { grudge: 'primary' }, acknowledged(50));
const killed = around('kill', { target: 'primary' }, acknowledged(50));

const paused = around('pause', { target: 'primary' }, acknowledged(50));

export const scenarios: readonly Scenario[] = [
  scenario(
    {
      name: 'nats-healthy-log',
      claim: 'with no fault, a stream keeps every entry that it acknowledged, in one order',
      source: REPLICAS,
      expectation: 'HOLDS',
    },
    'log',
    [acknowledged(300)],
  ),
  scenario(
    {
      name: 'nats-healthy-queue',
      claim: 'with no fault, each element of a queue comes out once, first in, first out',
      source: REPLICAS,
      expectation: 'HOLDS',
    },
    'queue',
    [acknowledged(300)],
  ),
  scenario(
    {
      name: 'nats-partition-log',
      claim: 'a stream loses nothing when its leader is cut off',
      source: REPLICAS,
      expectation: 'HOLDS',
    },
    'log',
    cutOff,
  ),
  scenario(
    {
      name: 'nats-kill-log',
      claim: 'a stream loses nothing when the server of its leader is killed',
      source: REPLICAS,
      expectation: 'HOLDS',
    },
    'log',
    killed,
  ),
  scenario(
    {
      name: 'nats-kill-queue',
      claim: 'a queue loses nothing when the server of its leader is killed',
      source: REPLICAS,
      expectation: 'HOLDS',
    },
    'queue',
    killed,
  ),
  scenario(
    {
      name: 'nats-partition-queue',
      claim: 'a queue loses nothing when its leader is cut off',
      source: REPLICAS,
      expectation: 'HOLDS',
    },
    'queue',
    cutOff,
  ),
  scenario(
    {
      name: 'nats-pause-queue',
      claim:
        'a queue loses nothing when the server of its leader stalls, and goes on when another one leads',
      source: REPLICAS,
      expectation: 'HOLDS',
    },
    'queue',
    paused,
  ),
  scenario(
    {
      name: 'nats-power-loss-queue',
      claim: 'with sync_interval=always, a loss of power of all nodes loses no element of a queue',
      source: SYNC,
      expectation: 'HOLDS',
    },
    'queue',
    powerLoss,
    { syncInterval: 'always' },
  ),
  scenario(
    {
      name: 'nats-power-loss',
      claim:
        'with the default sync_interval, a loss of power of all nodes loses acknowledged entries',
      source: SYNC,
      expectation: 'VIOLATION',
      anomaly: 'missing-value',
    },
    'log',
    powerLoss,
  ),
  scenario(
    {
      name: 'nats-power-loss-sync-always',
      claim: 'with sync_interval=always, a loss of power of all nodes loses nothing',
      source: SYNC,
      expectation: 'HOLDS',
    },
    'log',
    powerLoss,
    { syncInterval: 'always' },
  ),
];
