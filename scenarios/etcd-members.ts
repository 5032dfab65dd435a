import { defineScenario, type Step } from '../harness/index.js';

const converged: Step = { until: { cluster: 'converged' }, within_ms: 60_000 };
const until = (acknowledged: number): Step => ({ until: { acknowledged }, within_ms: 20_000 });

/** One member after the other is taken out and replaced by an empty one: the leader, then another. */
const replaced = (target: string): readonly Step[] => [
  { fault: 'start-replace-member', value: { target } },
  until(80),
  { fault: 'stop-replace-member' },
  converged,
  until(50),
];

export const etcdMembers = defineScenario({
  name: 'etcd-members',
  claim:
    'reads, writes and compare-and-sets of etcd are linearizable while members are removed and new ones are added',
  source:
    'etcd documentation, "Runtime reconfiguration"; Ongaro, Consensus (2014): membership changes',
  expectation: 'HOLDS',
  conditions: [
    { acknowledged: 300 },
    { proven: 'replace-member' },
    { acknowledged: 40, during: 'replace-member' },
    { reached: 'converged' },
    { finalReads: 'every-node' },
  ],
  test: {
    system: 'etcd',
    workload: 'register',
    faults: { kind: 'steps', steps: [until(100), ...replaced('primary'), ...replaced('any')] },
  },
});
