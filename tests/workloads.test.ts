import { describe, expect, it } from 'vitest';

import { readsOf, writesOf } from '../harness/core/write-ops.js';
import type { Step } from '../harness/core/schedule.js';
import { worstOutcome, type Outcome } from '../harness/core/verdict.js';
import type { Workload } from '../harness/core/workload.js';
import { memory } from '../systems/memory/index.js';
import { workloads } from '../workloads/index.js';
import { verdictsOf } from './fixtures/context.js';
import { planOf } from './fixtures/plan.js';
import { virtualRun } from '../bench/truth/virtual-run.js';

/** The primary without the others for three seconds, and clients on both sides. */
const STEPS: readonly Step[] = [
  { for_ms: 1_000 },
  { fault: 'start-partition', value: { grudge: 'primary-from-nodes' } },
  { for_ms: 3_000 },
  { fault: 'stop-partition' },
  { for_ms: 1_000 },
];

/** What the checkers of a workload say, by name, of a run on the in-process store. */
async function outcomesOf(
  workload: Workload,
  splitBrain: boolean,
  seed: number,
): Promise<Readonly<Record<string, Outcome>>> {
  const changes = {
    seed,
    system: { name: 'memory', options: { ...memory.defaults, splitBrain } },
    workload: { name: workload.name, options: workload.defaults },
    schedule: { kind: 'steps', steps: STEPS },
    checkers: workload.checkers,
  } as const;
  const history = await virtualRun(workload, changes);
  const bounds = { timeout_ms: 20_000, memory_bytes: 1 << 28 };
  const verdicts = verdictsOf(planOf(changes), history, bounds);
  return Object.fromEntries(verdicts.map(({ checker, outcome }) => [checker, outcome]));
}

describe.each(workloads.map((workload) => [workload.name, workload] as const))(
  'the workload %s',
  (_name, workload) => {
    it('has ops whose names tell whether they only read, so that stored runs need not', () => {
      const { operations } = workload.dataType;
      expect(readsOf(workload.dataType)).toBeNull();
      for (const [f, { readsOnly = false }] of Object.entries(operations)) {
        expect([f, writesOf({})(f)]).toEqual([f, !readsOnly]);
      }
    });

    it('is valid for every one of its checkers where the store keeps its promise', async () => {
      const outcomes = await outcomesOf(workload, false, 1);
      expect(Object.keys(outcomes).length).toBeGreaterThan(0);
      expect(new Set(Object.values(outcomes))).toEqual(new Set(['valid']));
    });

    it('is invalid where two primaries take writes', async () => {
      const outcomes = await outcomesOf(workload, true, 1);
      expect(worstOutcome(Object.values(outcomes)), JSON.stringify(outcomes)).toBe('invalid');
    });
  },
);
