import type { ProofCondition, Schedule, Step } from '../harness/index.js';

function until(acknowledged: number): Step {
  return { until: { acknowledged }, within_ms: 20_000 };
}

const anotherLeader: Step = { until: { primary: 'changed' }, within_ms: 20_000 };
const converged: Step = { until: { cluster: 'converged' }, within_ms: 60_000 };

/**
 * What a store of three members that agree by majority has to bear: its leader is killed, and started again when another
 * one leads; then the new leader is cut off from the other members, and its clients with it.
 */
export const losingAMinority: Schedule = {
  kind: 'steps',
  steps: [
    until(100),
    { fault: 'start-kill', value: { target: 'primary' } },
    anotherLeader,
    until(80),
    { fault: 'stop-kill' },
    converged,
    until(50),
    { fault: 'start-partition', value: { grudge: 'primary-from-nodes' } },
    anotherLeader,
    until(80),
    { fault: 'stop-partition' },
    converged,
    until(50),
  ],
};

/** Another leader was seen after each of the faults, and ops went on under both. */
export const minorityLost: readonly ProofCondition[] = [
  { acknowledged: 300 },
  { proven: 'kill' },
  { acknowledged: 20, during: 'kill' },
  { proven: 'partition' },
  { acknowledged: 20, during: 'partition' },
  { reached: 'primary-changed' },
  { reached: 'converged' },
];
