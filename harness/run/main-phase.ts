import {
  alongside,
  clients,
  drained,
  nemesis,
  parallel,
  stagger,
  timeLimit,
  type Generator,
} from '../core/generator/index.js';
import type { TestPlan } from '../core/plan.js';
import type { Random } from '../core/random.js';

/**
 * The timed mix of client ops and faults. A schedule of steps ends the phase with its last step;
 * otherwise the time limit does.
 */
export function mainPhase(
  plan: TestPlan,
  workload: Generator,
  faults: Generator,
  random: Random,
): Generator {
  const paced =
    plan.rate === 0 ? workload : stagger(random.fork('stagger'), 1000 / plan.rate, workload);
  const both =
    plan.schedule.kind === 'steps'
      ? alongside(nemesis(drained(faults)), clients(paced))
      : parallel([clients(paced), nemesis(faults)]);
  return timeLimit(plan.timeLimit_ms, both);
}
