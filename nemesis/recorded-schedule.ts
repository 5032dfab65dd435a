import { ownDemandOf } from '../harness/core/fault-demand.js';
import type { History } from '../harness/core/history.js';
import { isJsonObject, type Json } from '../harness/core/json.js';
import { AWAIT, HEAL, type NemesisRecord, nemesisRecords } from '../harness/core/nemesis-record.js';
import { NS_PER_MS } from '../harness/core/clock.js';
import type { Condition, Schedule, Step } from '../harness/core/schedule.js';

/**
 * The schedule that a run's nemesis in fact played, as steps: its operations in order, the times
 * between them where nothing was awaited, and the states that were awaited where something was.
 * It lasts until the first `heal`, which every run plays by itself.
 * @param planned what the run was to play: it says which faults need no acknowledged write.
 */
export function recordedSchedule(history: History, planned: Schedule): Schedule {
  const steps: Step[] = [];
  let free_ns = firstClientOp(history);
  for (const record of nemesisRecords(history)) {
    const gap_ms = Math.round((record.start_ns - free_ns) / NS_PER_MS);
    if (gap_ms > 0 && (steps.length > 0 || record.f !== HEAL)) steps.push({ for_ms: gap_ms });
    if (record.f === HEAL) break;
    steps.push(record.f === AWAIT ? awaited(record.intent) : fault(record, planned));
    free_ns = record.end_ns ?? record.start_ns;
  }
  return steps.length === 0 ? { kind: 'none' } : { kind: 'steps', steps };
}

function firstClientOp(history: History): number {
  for (let index = 0; index < history.length; index += 1) {
    if (!history.isNemesis(index)) return history.time(index);
  }
  return 0;
}

function fault({ f, intent }: NemesisRecord, planned: Schedule): Step {
  const acknowledged = ownDemandOf(planned, f, intent);
  return {
    fault: f,
    ...(intent === undefined ? {} : { value: intent }),
    ...(acknowledged === undefined ? {} : { acknowledged }),
  };
}

/** What was awaited was checked when the schedule was first planned, and is again. */
function awaited(intent: Json | undefined): Step {
  const { until, within_ms } = isJsonObject(intent) ? intent : {};
  return { until: until as Condition, within_ms: Number(within_ms) };
}
