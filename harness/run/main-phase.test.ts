import { describe, expect, it } from 'vitest';

import { schedule as invocations, simulate } from '../../tests/support/simulation.js';
import { always, concat, cycle, nothing, once, sequence, sleep } from '../core/generator/index.js';
import type { TestPlan } from '../core/plan.js';
import { Random } from '../core/random.js';
import type { Schedule } from '../core/schedule.js';
import { mainPhase } from './main-phase.js';

function plan(schedule: Schedule): TestPlan {
  return {
    name: 'test',
    system: { name: 'memory', options: {} },
    workload: { name: 'set', options: {} },
    schedule,
    checkers: [],
    nodes: ['n1'],
    clientMode: 'pinned',
    concurrency: 1,
    rate: 0,
    timeLimit_ms: 100,
    opTimeout_ms: 1000,
    recoveryTimeout_ms: 1000,
    finalTimeout_ms: 1000,
    seed: 1,
  };
}

async function played(
  schedule: Schedule,
  faults: Parameters<typeof mainPhase>[2],
): Promise<string[]> {
  const main = mainPhase(plan(schedule), always({ f: 'r' }), faults, Random.fromSeed(1));
  const { history } = await simulate(main, { concurrency: 1 });
  return invocations(history);
}

describe('the main phase', () => {
  it('ends with the last step of a schedule of steps, when that has been done', async () => {
    const all = await played({ kind: 'steps', steps: [] }, concat(sleep(25), once({ f: 'cut' })));
    expect(all).toEqual(['0 0 r', '10 0 r', '20 0 r', '25 nemesis cut']);
  });

  it('is bounded by the time limit, whatever the steps still want', async () => {
    const all = await played({ kind: 'steps', steps: [] }, concat(sleep(500), once({ f: 'cut' })));
    expect(all.filter((line) => line.endsWith(' r'))).toHaveLength(10);
    expect(all.some((line) => line.endsWith('cut'))).toBe(false);
  });

  it('lasts as long as the faults that come again and again, which know the time limit', async () => {
    const faults = cycle(concat(sleep(20), sequence([{ f: 'cut' }])), 6);
    const all = await played({ kind: 'periodic', faults: [], quiet_ms: 20, active_ms: 30 }, faults);
    expect(all.filter((line) => line.endsWith('cut'))).toHaveLength(6);
    expect(all.filter((line) => line.endsWith(' r'))).toHaveLength(12);
  });

  it('is bounded by the time limit where there are no faults', async () => {
    const all = await played({ kind: 'none' }, nothing);
    expect(all.filter((line) => line.endsWith(' r'))).toHaveLength(10);
  });
});
