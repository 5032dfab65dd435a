import { defineScenario } from '../harness/index.js';

/** Two of three members are killed: the last one refuses all that has to be agreed upon. */
export const etcdNoMajority = defineScenario({
  name: 'etcd-no-majority',
  claim: 'with two of three members gone, etcd acknowledges nothing, and loses nothing',
  source:
    'etcd documentation, "Understand failures": a cluster whose majority fails accepts no more writes',
  expectation: 'UNAVAILABLE',
  conditions: [
    { acknowledged: 200 },
    { proven: 'kill' },
    { reached: 'converged' },
    { finalReads: 'every-node' },
  ],
  test: {
    system: 'etcd',
    workload: 'set',
    acknowledgedPerFault: 0,
    faults: {
      kind: 'steps',
      steps: [
        { until: { acknowledged: 100 }, within_ms: 20_000 },
        { fault: 'start-kill', value: { target: 'n2' } },
        { fault: 'start-kill', value: { target: 'n3' } },
        { for_ms: 5000 },
        { fault: 'stop-kill' },
        { until: { cluster: 'converged' }, within_ms: 60_000 },
        { until: { acknowledged: 100 }, within_ms: 20_000 },
      ],
    },
  },
});
