import type { ProofCondition, Schedule, Step } from 'faultline';

/** The workload "set", whose clients stay with the primary that they found. */
export const sets = { system: 'postgresql', workload: 'set', clientMode: 'primary' } as const;

export function written(writes: number): Step {
  return { until: { acknowledged: writes }, within_ms: 20_000 };
}

/** The primary is cut off from its replica, and some time later the replica takes its place. */
export function failoverWhileCutOff(meanwhile: Step, afterwards: readonly Step[]): Schedule {
  return {
    kind: 'steps',
    steps: [
      written(150),
      { fault: 'start-partition', value: { grudge: 'primary-from-nodes' } },
      meanwhile,
      { fault: 'failover' },
      ...afterwards,
      { fault: 'stop-partition' },
      { until: { cluster: 'converged' }, within_ms: 60_000 },
      written(150),
    ],
  };
}

export const failedOver: readonly ProofCondition[] = [
  { acknowledged: 300 },
  { proven: 'start-partition' },
  { proven: 'failover' },
  { reached: 'converged' },
  { finalReads: 'every-node' },
];
