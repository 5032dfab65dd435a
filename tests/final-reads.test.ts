import { describe, expect, it } from 'vitest';

import type { ClientMode, ClientSource } from '../harness/core/client.js';
import type { DataType } from '../harness/core/data-type.js';
import { History } from '../harness/core/history.js';
import type { TestPlan } from '../harness/core/plan.js';
import type { Step } from '../harness/core/schedule.js';
import type { SystemDefinition } from '../harness/core/system.js';
import type { Verdict } from '../harness/core/verdict.js';
import { memory } from '../systems/memory/index.js';
import { register } from '../workloads/register.js';
import { set } from '../workloads/set.js';
import { verdictsOf } from './fixtures/context.js';
import { planOf } from './fixtures/plan.js';
import { virtualRun } from '../bench/truth/virtual-run.js';

const WORKLOADS = { register, set };

/** A second of quiet, then the primary with its clients without the others for three seconds, then quiet again. */
const STEPS: readonly Step[] = [
  { for_ms: 1_000 },
  { fault: 'start-partition', value: { grudge: 'primary-with-clients' } },
  { for_ms: 3_000 },
  { fault: 'stop-partition' },
  { for_ms: 1_000 },
];

/** A run of the in-process store on a virtual clock; its history. */
function run(
  workload: keyof typeof WORKLOADS,
  splitBrain: boolean,
  changes: Partial<TestPlan> = {},
  system: SystemDefinition = memory,
): Promise<History> {
  const schedule = { kind: 'steps' as const, steps: STEPS };
  const options = { ...memory.defaults, splitBrain };
  return virtualRun(
    WORKLOADS[workload],
    { system: { name: 'memory', options }, schedule, ...changes },
    system,
  );
}

function verdictOf(checker: string, history: History, workload = 'register'): Verdict {
  const plan = planOf({ checkers: [checker], workload: { name: workload, options: {} } });
  const bounds = { timeout_ms: 20_000, memory_bytes: 1 << 28 };
  const [verdict] = verdictsOf(plan, history, bounds);
  if (verdict === undefined) throw new Error(`no checker ${checker}`);
  return verdict;
}

const withoutFinalReads = (history: History): History =>
  History.of([...history].filter(({ f }) => f !== 'final-read'));

describe('a register of the in-process store', () => {
  // One client beside the primary, and one key after the other, each for four ops.
  const oneKey: Partial<TestPlan> = {
    concurrency: 1,
    workload: {
      name: 'register',
      options: { ...register.defaults, liveKeys: 1, opsPerKey: 4 },
    },
  };

  it('is invalid when keys lost their writes after they had retired', async () => {
    const history = await run('register', true, oneKey);
    const verdict = verdictOf('linearizable', history);
    expect(verdict.outcome).toBe('invalid');
    const lost = verdict.details['illegalKeys'] as readonly string[];
    expect(lost).toHaveLength(5);
    for (const { ops } of verdict.anomalies) {
      expect(ops.some((op) => history.f(op) === 'final-read')).toBe(true);
    }
    const before = verdictOf('linearizable', withoutFinalReads(history)).details;
    for (const key of lost) expect(before['illegalKeys']).not.toContain(key);
  });

  it('is valid when nothing was lost', async () => {
    const history = await run('register', false, oneKey);
    expect(verdictOf('linearizable', history).outcome).toBe('valid');
    expect([...history].filter(({ f }) => f === 'final-read').length).toBeGreaterThan(100);
  });

  it.each([1, 2, 3])('finds the losses of a second, by default (seed %i)', async (seed) => {
    const steps = STEPS.map((step) =>
      'for_ms' in step && step.for_ms === 3_000 ? { for_ms: 1_200 } : step,
    );
    const plan = { seed, schedule: { kind: 'steps' as const, steps }, concurrency: 1 };
    expect(verdictOf('linearizable', await run('register', true, plan)).outcome).toBe('invalid');
  });
});

describe('a set of the in-process store', () => {
  it('is invalid when adds were lost, and valid when not, by scans of every node', async () => {
    const broken = verdictOf('lost-writes', await run('set', true));
    expect(broken.outcome).toBe('invalid');
    expect(broken.anomalies[0]?.kind).toBe('lost-write');
    const sound = verdictOf('lost-writes', await run('set', false));
    expect(sound.outcome).toBe('valid');
    expect(sound.reason).toContain('final reads of n1, n2 and n3');
  });
});

/** The in-process store with clients that all go to one node, as those do that follow a primary. */
const withFollowers: SystemDefinition = {
  ...memory,
  clientModes: ['smart', 'pinned'],
  create(context) {
    const system = memory.create(context);
    const clients = system.clients.bind(system);
    return Object.assign(system, {
      clients(dataType: DataType, mode: ClientMode) {
        const source = clients(dataType, mode);
        const follow: ClientSource = { open: (request) => source.open({ ...request, node: 'n1' }) };
        return mode === 'smart' ? follow : source;
      },
    });
  },
};

it('final reads ask every node, also where the clients followed the primary', async () => {
  const plan: Partial<TestPlan> = { clientMode: 'smart', schedule: { kind: 'none' } };
  const short = { ...plan, timeLimit_ms: 1_000 };
  const verdict = verdictOf('lost-writes', await run('set', false, short, withFollowers));
  expect(verdict.outcome).toBe('valid');
  expect(verdict.details['finalReads']).toMatchObject([
    { node: 'n1' },
    { node: 'n2' },
    { node: 'n3' },
  ]);
  // All three were opened as n1 in the main phase: all adds succeeded.
  expect(verdict.details['counts']).toMatchObject({ failed: 0 });
});
