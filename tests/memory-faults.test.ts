import { describe, expect, it } from 'vitest';

import { virtualRun } from '../bench/truth/virtual-run.js';
import type { Json } from '../harness/core/json.js';
import type { Step } from '../harness/core/schedule.js';
import type { Outcome } from '../harness/core/verdict.js';
import { named } from '../harness/core/named.js';
import { workloads } from '../workloads/index.js';
import { verdictsOf } from './fixtures/context.js';
import { planOf } from './fixtures/plan.js';

/** A fault for a second, between times of quiet. */
function second(name: string, value: Json): Step[] {
  return [
    { for_ms: 1_000 },
    { fault: `start-${name}`, value },
    { for_ms: 1_000 },
    { fault: `stop-${name}` },
    { for_ms: 1_000 },
  ];
}

/** A run of the store in memory under these faults: what the checkers say, and the codes of errors. */
async function runWith(name: string, checkers: readonly string[], steps: readonly Step[]) {
  const workload = named(workloads, name, 'workload');
  const changes = {
    workload: { name, options: workload.defaults },
    schedule: { kind: 'steps', steps },
    checkers,
    clientMode: 'smart',
    opTimeout_ms: 300,
  } as const;
  const history = await virtualRun(workload, changes);
  const verdicts = verdictsOf(planOf(changes), history, { timeout_ms: 20_000, memory_bytes: 2e8 });
  return {
    outcomes: Object.fromEntries(
      verdicts.map(({ checker, outcome }): [string, Outcome] => [checker, outcome]),
    ),
    codes: new Set([...history].flatMap(({ error }) => (error === undefined ? [] : [error.code]))),
  };
}

describe('the store in memory', () => {
  it.each(['kill', 'terminate'])(
    'loses nothing by a %s, which is proven and ends what is in flight',
    async (fault) => {
      const checkers = ['linearizable', 'faults-proven'];
      const { outcomes, codes } = await runWith('register', checkers, [
        ...second(fault, { target: 'primary' }),
        ...second(fault, { target: 'any' }),
      ]);
      expect(outcomes).toEqual({ linearizable: 'valid', 'faults-proven': 'valid' });
      expect([...codes]).toContain('connection-refused');
    },
  );

  it('serves what has come to a stopped process when it goes on, and then follows the new primary', async () => {
    const checkers = ['linearizable', 'faults-proven'];
    const steps = second('pause', { target: 'primary' });
    const { outcomes, codes } = await runWith('register', checkers, steps);
    expect(outcomes).toEqual({ linearizable: 'valid', 'faults-proven': 'valid' });
    expect([...codes]).toContain('timeout');
  });

  it.each(['lease', 'expiry'])('keeps times within the error of clocks: %s', async (workload) => {
    const checker = workload === 'lease' ? 'lease-exclusion' : 'expiry';
    const ofClock = async (offset_ms: number) => {
      const steps = second('clock', { target: 'primary', offset_ms });
      const all = [...steps, ...steps, ...steps];
      return (await runWith(workload, [checker, 'faults-proven'], all)).outcomes;
    };
    expect(await ofClock(5)).toEqual({ [checker]: 'valid', 'faults-proven': 'valid' });
    expect(await ofClock(5_000)).toEqual({ [checker]: 'invalid', 'faults-proven': 'valid' });
  });

  it('has clocks that drift and that jump to and fro, as far as is asked', async () => {
    const { outcomes } = await runWith(
      'register',
      ['faults-proven'],
      [
        ...second('clock', { target: 'any', rate: 1.1 }),
        ...second('strobe', { target: 'any', offset_ms: 2_000, every_ms: 100 }),
      ],
    );
    expect(outcomes).toEqual({ 'faults-proven': 'valid' });
  });
});
