import { defineScenario } from '../../harness/index.js';
import { hastySentinels } from '../hasty-sentinels.js';
import { acknowledged, CONVERGED, PRIMARY_CHANGED } from './steps.js';

const KILL = { fault: 'start-kill', value: { target: 'n1', process: 'redis-server' } } as const;

/** Of two replicas, one may not be promoted: it takes no write, run after run. */
export const sentinelPriority = defineScenario({
  name: 'sentinel-priority',
  claim: 'a replica with replica-priority 0 is not promoted where another one can be',
  source: 'Redis Sentinel documentation, "Replicas priority"',
  expectation: 'BOUNDED',
  bound: { checker: 'stats', figure: 'okByNode.n2', atMost: 0 },
  conditions: [
    { acknowledged: 200 },
    { proven: 'kill' },
    { reached: 'primary-changed' },
    { acknowledged: 30, during: 'kill' },
  ],
  test: {
    system: 'redis-sentinel',
    systemOptions: { ...hastySentinels, replicaPriorities: '100,0,100' },
    workload: 'set',
    checkers: [],
    faults: {
      kind: 'steps',
      steps: [
        acknowledged(150),
        { ...KILL, acknowledged: 0 },
        PRIMARY_CHANGED,
        acknowledged(50),
        { fault: 'stop-kill' },
        CONVERGED,
      ],
    },
  },
});

/** No replica may be promoted: there is no primary until the old one is back, with its data. */
export const sentinelPriorityNone = defineScenario({
  name: 'sentinel-priority-none',
  claim: 'where every replica has replica-priority 0, nobody is promoted',
  source: 'Redis Sentinel documentation, "Replicas priority"',
  expectation: 'UNAVAILABLE',
  conditions: [{ acknowledged: 200 }, { proven: 'kill' }, { finalReads: 'every-node' }],
  test: {
    system: 'redis-sentinel',
    systemOptions: {
      ...hastySentinels,
      replicaPriorities: '100,0,0',
      appendonly: true,
      appendfsync: 'always',
    },
    workload: 'set',
    acknowledgedPerFault: 0,
    faults: {
      kind: 'steps',
      steps: [
        acknowledged(150),
        KILL,
        { for_ms: 8000 },
        { fault: 'stop-kill' },
        acknowledged(50),
        CONVERGED,
      ],
    },
  },
});

/**
 * Three of five Sentinels are dead. The two that are left agree that the primary is down, and no more: they
 * find no third vote. A partition would show less: two Sentinels that come back from one may begin a failover
 * in that moment, since the others vote for whoever asks first.
 */
export const quorumNotMajority = defineScenario({
  name: 'sentinel-quorum-not-majority',
  claim:
    'a quorum of two among five Sentinels sees the primary down, and still needs the votes of three',
  source:
    'Redis Sentinel documentation: a quorum detects the failure, a majority authorizes the failover',
  expectation: 'UNAVAILABLE',
  conditions: [{ acknowledged: 150 }, { proven: 'kill' }, { finalReads: 'every-node' }],
  test: {
    system: 'redis-sentinel',
    nodeCount: 5,
    systemOptions: { ...hastySentinels, quorum: 2, appendonly: true, appendfsync: 'always' },
    workload: 'set',
    acknowledgedPerFault: 0,
    faults: {
      kind: 'steps',
      steps: [
        acknowledged(100),
        ...['n3', 'n4', 'n5'].map((target) => ({
          fault: 'start-kill',
          value: { target, process: 'redis-sentinel' },
        })),
        KILL,
        { for_ms: 8000 },
        // Sentinels that come back before the primary would make up a majority that still takes it for down.
        { fault: 'stop-kill', value: { target: 'n1' } },
        acknowledged(50),
        // Until the two living Sentinels take it for up again: no step can await what they think.
        { for_ms: 2 * hastySentinels.downAfter_ms },
        { fault: 'stop-kill' },
        CONVERGED,
      ],
    },
  },
});
