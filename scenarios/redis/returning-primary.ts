import { defineScenario } from '../../harness/index.js';
import { hastySentinels } from '../hasty-sentinels.js';
import { acknowledged, CONVERGED } from './steps.js';

const SERVER = 'redis-server';

/**
 * Two nodes hold data, and three Sentinels stay alive on nodes of their own. n1 dies, n2 is promoted and takes writes, and
 * n2 dies. n1 comes back with what it had on its disk: nobody else is left to be promoted.
 */
export const returningOldPrimary = defineScenario({
  name: 'sentinel-returning-primary',
  claim:
    'a primary that died, and returns when its successor is dead, leads again with its old data: what the successor acknowledged is lost',
  source:
    'Redis Sentinel documentation: a failover takes the best replica that can be reached, whatever it lacks',
  expectation: 'VIOLATION',
  anomaly: 'lost-write',
  conditions: [
    { acknowledged: 250 },
    { proven: 'kill' },
    { reached: 'primary-changed' },
    { reached: 'converged' },
    // No write was taken from the death of the second one until the first one was promoted.
    { figure: { checker: 'availability', figure: 'longest_ms', atLeast: 1000 } },
    { finalReads: 'every-node' },
  ],
  test: {
    system: 'redis-sentinel',
    nodeCount: 5,
    systemOptions: {
      ...hastySentinels,
      dataNodes: 2,
      sentinels: 3,
      appendonly: true,
      appendfsync: 'always',
    },
    workload: 'set',
    checkers: ['lost-writes', 'availability'],
    faults: {
      kind: 'steps',
      steps: [
        acknowledged(150),
        { fault: 'start-kill', value: { target: 'n1', process: SERVER }, acknowledged: 0 },
        { until: { primary: { is: 'n2' } }, within_ms: 20_000 },
        acknowledged(100),
        { fault: 'start-kill', value: { target: 'n2', process: SERVER }, acknowledged: 0 },
        { fault: 'stop-kill', value: { target: 'n1' } },
        { until: { primary: { is: 'n1' } }, within_ms: 60_000 },
        acknowledged(50),
        { fault: 'stop-kill' },
        CONVERGED,
      ],
    },
  },
});
