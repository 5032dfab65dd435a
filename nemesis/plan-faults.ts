import type { CapabilityName } from '../harness/core/capabilities.js';
import { InputError } from '../harness/core/errors.js';
import type { Fault } from '../harness/core/fault.js';
import type { Json } from '../harness/core/json.js';
import { HEAL } from '../harness/core/nemesis-record.js';
import type { Schedule, Step } from '../harness/core/schedule.js';
import { awaitValue } from './await-condition.js';
import { Needs } from './needs.js';
import type { PlannedCluster } from './planned-cluster.js';
import { serving } from './serving.js';
import { stepClashes } from './step-clashes.js';

/** Whether a schedule can be played on a system. */
export type FaultPlan =
  | {
      readonly supported: true;
      readonly faults: readonly Fault[];
      /** Names of the capabilities that will be used. */
      readonly capabilities: readonly CapabilityName[];
    }
  | { readonly supported: false; readonly reasons: readonly string[] };

interface PlannedOp {
  readonly fault: string;
  readonly value?: Json;
}

function stepsOf(schedule: Schedule): readonly Step[] {
  if (schedule.kind === 'none') return [];
  if (schedule.kind === 'steps') return schedule.steps;
  return schedule.faults.flatMap(({ start, stop }) =>
    stop === undefined ? [start] : [start, stop],
  );
}

function opsOf(steps: readonly Step[]): readonly PlannedOp[] {
  return steps.filter((step) => 'fault' in step).filter(({ fault }) => fault !== HEAL);
}

function checkShape(schedule: Schedule): void {
  if (schedule.kind !== 'periodic') return;
  if (schedule.faults.length > 0 && schedule.quiet_ms >= 0 && schedule.active_ms >= 0) return;
  throw new InputError({
    code: 'E_SCHEDULE',
    expected: 'a periodic schedule with faults and times that are not negative',
    actual: `it has ${schedule.faults.length} faults, quiet ${schedule.quiet_ms} ms, active ${schedule.active_ms} ms`,
    advice: 'correct the schedule',
  });
}

/**
 * Checks a schedule before anything is started: every value makes sense, the system offers what
 * every fault and every condition needs, the kernel has what they need of it, nodes do what they
 * are about, and no two faults meet that may not.
 * @throws InputError when a fault is unknown or a value makes no sense.
 */
export async function planFaults(
  schedule: Schedule,
  cluster: PlannedCluster,
  faults: readonly Fault[],
): Promise<FaultPlan> {
  const { nodes, layout } = cluster;
  checkShape(schedule);
  const steps = stepsOf(schedule);
  const used = new Set<Fault>();
  const needs = new Needs();
  const misplaced = new Set<string>();
  for (const op of opsOf(steps)) {
    const fault = serving(faults, op.fault);
    fault.validate(op.fault, op.value, nodes);
    used.add(fault);
    const also = fault.alsoNeeds?.(op.fault, op.value, nodes) ?? [];
    needs.add(op.fault, [...fault.needs, ...also], fault.kernel);
    const refusal = fault.refusal?.(op.fault, op.value, layout) ?? null;
    if (refusal !== null) misplaced.add(refusal);
  }
  for (const step of steps) {
    if (!('until' in step)) continue;
    const { until } = awaitValue({ until: step.until, within_ms: step.within_ms });
    if ('primary' in until) needs.add('until primary', ['primaries']);
  }
  const clashes = schedule.kind === 'steps' ? stepClashes(schedule.steps, faults, nodes) : [];
  const lacking = await needs.refusals(cluster);
  // Where nobody watches at all, that says why better than which nodes do what.
  const reasons = [...(lacking.length > 0 ? lacking : misplaced), ...clashes];
  if (reasons.length > 0) return { supported: false, reasons };
  return { supported: true, faults: [...used], capabilities: needs.capabilities };
}
