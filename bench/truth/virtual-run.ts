import { History } from '../../harness/core/history.js';
import { silentLog } from '../../harness/core/log.js';
import type { TestPlan } from '../../harness/core/plan.js';
import { Random } from '../../harness/core/random.js';
import type { SystemDefinition } from '../../harness/core/system.js';
import { VirtualClock } from '../../harness/core/virtual-clock.js';
import type { Workload } from '../../harness/core/workload.js';
import { executeRun } from '../../harness/run/run.js';
import { createNemesis, FAULTS, overlapIn, scheduleGenerator } from '../../nemesis/index.js';
import { memory } from '../../systems/memory/index.js';
import { planOf } from '../../tests/fixtures/plan.js';

/**
 * The history of a whole run of the in-process store on a virtual clock.
 * @param changes of the plan; the options of the workload are its defaults where none are given.
 * @throws Error when the run failed.
 */
export async function virtualRun(
  workload: Workload,
  changes: Partial<TestPlan> = {},
  system: SystemDefinition = memory,
): Promise<History> {
  const clock = new VirtualClock();
  const history = new History();
  const plan = planOf({
    system: { name: memory.name, options: memory.defaults },
    workload: { name: workload.name, options: workload.defaults },
    ...changes,
  });
  const outcome = await clock.run(
    executeRun({
      plan,
      system,
      workload,
      faults: scheduleGenerator(
        plan.schedule,
        overlapIn(FAULTS, plan.nodes),
        Random.fromSeed(plan.seed),
        plan.timeLimit_ms,
      ),
      capabilitiesNeeded: [],
      createNemesis: (context) => createNemesis(FAULTS, context),
      pool: null,
      sink: {
        history: { append: (op) => void history.append(op), ready: () => undefined },
        role: () => undefined,
        clock: () => undefined,
        witness: () => undefined,
        event: () => undefined,
        nodeLog: () => Promise.resolve(),
        record: () => Promise.resolve(),
        close: () => Promise.resolve(),
      },
      clock,
      signal: new AbortController().signal,
      log: silentLog,
      observer: { phase: () => undefined, started: () => undefined },
      identity: { id: 'x', startedAt: '', faultlineVersion: '0', command: '' },
    }),
  );
  if (outcome.error !== null) throw new Error(`the run failed: ${JSON.stringify(outcome.error)}`);
  return history;
}
