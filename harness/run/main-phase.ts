import {
  alongside,
  clients,
  drained,
  nemesis,
  stagger,
  timeLimit,
  type Generator,
} from '../core/generator/index.js';
import type { TestPlan } from '../core/plan.js';
import type { Random } from '../core/random.js';

/**
 * The timed mix of client ops and faults. A schedule of steps ends the phase with its last step, or at the time limit. A
 * periodic one bounds itself: the clients go on until its last fault had its share. Without faults, the time limit
 * ends the phase.
 */
export function mainPhase(
  plan: TestPlan,
  workload: Generator,
  faults: Generator,
  random: Random,
): Generator {
  const paced =
    plan.rate === 0 ? workload : stagger(random.fork('stagger'), 1000 / plan.rate, workload);
  const { schedule, timeLimit_ms } = plan;
  if (schedule.kind === 'steps') {
    return timeLimit(timeLimit_ms, alongside(nemesis(drained(faults)), clients(paced)));
  }
  if (schedule.kind === 'periodic') return alongside(nemesis(faults), clients(paced));
  return timeLimit(timeLimit_ms, clients(paced));
}
