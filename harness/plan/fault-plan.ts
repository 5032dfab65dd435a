import { lastBegin_ms, type PlannedCluster, planFaults } from '../../nemesis/index.js';
import type { CapabilityName } from '../core/capabilities.js';
import { InputError, UnsupportedError } from '../core/errors.js';
import { layoutOf } from '../core/layout.js';
import type { TestPlan } from '../core/plan.js';
import type { Schedule, ScheduledFault } from '../core/schedule.js';
import type { SystemDefinition } from '../core/system.js';
import { timeForTurns_ms, turnsOf } from '../core/turns.js';
import { listInWords } from '../core/words.js';
import { nodeNames, withLayout } from './layout.js';
import type { NemesisPreset } from './nemesis-presets.js';
import type { Planning } from './planning.js';

function clusterOf(
  plan: Pick<TestPlan, 'nodes' | 'layout' | 'system'>,
  system: SystemDefinition,
  { kernel }: Planning,
): PlannedCluster {
  const { nodes } = plan;
  const { options } = plan.system;
  return { system, options, nodes, layout: layoutOf(plan), kernel };
}

/**
 * The capabilities that a plan's faults will use.
 * @throws InputError when a fault is unknown or makes no sense.
 * @throws UnsupportedError when it cannot be had: of this system, or on this kernel.
 */
export async function capabilitiesFor(
  plan: TestPlan,
  system: SystemDefinition,
  planning: Planning,
): Promise<readonly CapabilityName[]> {
  checkTime(plan);
  const { faults } = planning.catalogue;
  const planned = await planFaults(plan.schedule, clusterOf(plan, system, planning), faults);
  if (planned.supported) return planned.capabilities;
  throw new UnsupportedError({
    code: 'E_UNSUPPORTED',
    expected: `faults that ${system.name} can have here`,
    actual: planned.reasons.join('; '),
    advice: 'choose another nemesis or another system: `faultline list faults`',
  });
}

/** @throws InputError where steps can't be played within the time limit, whatever the store does. */
function checkTime({ schedule, timeLimit_ms }: TestPlan): void {
  if (schedule.kind !== 'steps') return;
  const least_ms = leastTime_ms(schedule);
  if (least_ms <= timeLimit_ms) return;
  throw new InputError({
    code: 'E_SCHEDULE_TIME',
    expected: `steps that fit into the time limit of ${timeLimit_ms / 1000} s`,
    actual: `their times (for_ms) alone add up to ${least_ms / 1000} s`,
    advice: `give --time-limit ${Math.ceil(least_ms / 1000)} or more: what is awaited, and the faults themselves, take time as well`,
  });
}

/**
 * That the time limit may be over before each nemesis that was named had its turn; `null` where the last of
 * them begins in time. The verdict of such a run is unknown.
 */
export function shortOfTime({ schedule, timeLimit_ms }: TestPlan): string | null {
  if (schedule.kind !== 'periodic') return null;
  const { quiet_ms, active_ms, jitter = 0 } = schedule;
  const names = turnsOf(schedule);
  const last_ms = (names.length * (quiet_ms + active_ms) - active_ms) * (1 + jitter);
  if (names.length === 0 || last_ms <= lastBegin_ms(schedule, timeLimit_ms)) return null;
  const each = `${quiet_ms / 1000} s of quiet and ${active_ms / 1000} s of a fault`;
  return (
    `the time limit of ${timeLimit_ms / 1000} s may be over before ${listInWords(names)} had a turn: ` +
    `each takes ${each}; give --time-limit ${Math.ceil(timeForTurns_ms(schedule) / 1000)} or more, since what faults take to begin and to end comes on top`
  );
}

/** How long steps wait at most; what the faults themselves take comes on top. */
export function mostTime_ms(schedule: Schedule): number {
  if (schedule.kind !== 'steps') return 0;
  return schedule.steps.reduce(
    (sum, step) =>
      sum + ('within_ms' in step ? step.within_ms : 'for_ms' in step ? step.for_ms : 0),
    0,
  );
}

/** How long steps take at least, whatever the store does: the times in them. */
export function leastTime_ms(schedule: Schedule): number {
  if (schedule.kind !== 'steps') return 0;
  return schedule.steps.reduce((sum, step) => sum + ('for_ms' in step ? step.for_ms : 0), 0);
}

/** Why a fault of a preset can't be had on these nodes of a system; `null` where it can. */
export async function refusalOf(
  fault: ScheduledFault,
  plan: Pick<TestPlan, 'nodes' | 'layout' | 'system'>,
  system: SystemDefinition,
  planning: Planning,
): Promise<string | null> {
  const alone = { kind: 'periodic', faults: [fault], quiet_ms: 0, active_ms: 0 } as const;
  try {
    const { faults } = planning.catalogue;
    const planned = await planFaults(alone, clusterOf(plan, system, planning), faults);
    return planned.supported ? null : planned.reasons.join('; ');
  } catch (thrown) {
    // What makes sense elsewhere may make none on so few nodes.
    if (thrown instanceof InputError) return thrown.actual;
    throw thrown;
  }
}

/** Why no run of a system on its usual nodes can have a nemesis; `null` where one can. */
export async function nemesisRefusal(
  { faults, adapts }: NemesisPreset,
  system: SystemDefinition,
  planning: Planning,
): Promise<string | null> {
  const nodes = nodeNames(system.defaultNodeCount);
  const usual = { nodes, system: { name: system.name, options: system.defaults } };
  const plan = withLayout(usual, system);
  const all = await Promise.all(faults.map((fault) => refusalOf(fault, plan, system, planning)));
  const reasons = all.filter((reason) => reason !== null);
  const isPossible = reasons.length === 0 || (adapts && reasons.length < faults.length);
  return isPossible ? null : [...new Set(reasons)].join('; ');
}
