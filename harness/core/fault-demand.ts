import type { Json } from './json.js';
import type { NemesisRecord } from './nemesis-record.js';
import type { TestPlan } from './plan.js';
import type { FaultOrder, Schedule } from './schedule.js';

/** What a plan that says nothing asks of each fault. */
const ACKNOWLEDGED_PER_FAULT = 1;

/** How many writes must be acknowledged while a fault lasts, as the plan says. */
export function demandOf(
  { schedule, acknowledgedPerFault = ACKNOWLEDGED_PER_FAULT }: TestPlan,
  { f, intent }: NemesisRecord,
): number {
  return ownDemandOf(schedule, f, intent) ?? acknowledgedPerFault;
}

/** What a fault of a schedule asks for itself: the most, where it stands there more than once. */
export function ownDemandOf(
  schedule: Schedule,
  f: string,
  value: Json | undefined,
): number | undefined {
  const wanted = JSON.stringify(value);
  const own = ordersOf(schedule)
    .filter((order) => order.fault === f && JSON.stringify(order.value) === wanted)
    .flatMap(({ acknowledged }) => acknowledged ?? []);
  return own.length === 0 ? undefined : Math.max(...own);
}

function ordersOf(schedule: Schedule): readonly FaultOrder[] {
  if (schedule.kind === 'none') return [];
  if (schedule.kind === 'periodic') return schedule.faults.map(({ start }) => start);
  return schedule.steps.filter((step) => 'fault' in step);
}
