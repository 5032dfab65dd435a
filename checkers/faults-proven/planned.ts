import { NS_PER_MS } from '../../harness/core/clock.js';
import { beginsFault } from '../../harness/core/fault-window.js';
import type { History } from '../../harness/core/history.js';
import { HEAL, type NemesisRecord } from '../../harness/core/nemesis-record.js';
import type { TestPlan } from '../../harness/core/plan.js';
import type { Json } from '../../harness/core/json.js';
import { counted, listInWords, seconds } from '../../harness/core/words.js';

/** A fault that did nothing, and why; of the reason its first lines. */
export function notBegunInWords(record: NemesisRecord): string {
  const [expected = '', actual = ''] = (record.error?.message ?? '').split('\n');
  return `${nameOf(record)} did not begin (${expected}${actual === '' ? '' : `, ${actual.trim()}`})`;
}

/** `start-kill at 12.345 s`. */
export function nameOf(record: NemesisRecord): string {
  return `${record.f} at ${seconds(record.start_ns)}`;
}

/** Faults that the plan orders and that never ran. */
export function missingFaults(
  plan: TestPlan,
  history: History,
  records: readonly NemesisRecord[],
): string[] {
  const { schedule } = plan;
  if (schedule.kind === 'none') return [];
  if (schedule.kind === 'periodic') {
    return records.some(beginsFault) ? [] : ['faults were planned, and none ever ran'];
  }
  const planned = new Map<string, number>();
  for (const step of schedule.steps) {
    if ('fault' in step) planned.set(step.fault, (planned.get(step.fault) ?? 0) + 1);
  }
  return [...planned].flatMap(([f, times]) => {
    const ran = records.filter((record) => record.f === f).length;
    if (ran >= times) return [];
    const cut = wasCut(plan, history, records)
      ? `: the time limit of ${plan.timeLimit_ms / 1000} s ended the steps; give --time-limit more`
      : '';
    return [`${f} was planned ${counted(times, 'time')} and ran ${ran}${cut}`];
  });
}

/**
 * The faults of a periodic schedule that no round has drawn, in a clause; `null` where there are none. A
 * run says nothing about them.
 */
export function neverDrawn(
  { schedule }: TestPlan,
  records: readonly NemesisRecord[],
): string | null {
  if (schedule.kind !== 'periodic') return null;
  const text = (f: string, value: Json | undefined): string =>
    `${f}${value === undefined ? '' : ` ${JSON.stringify(value)}`}`;
  const drawn = new Set(records.map(({ f, intent }) => text(f, intent)));
  const missing = schedule.faults
    .map(({ start }) => text(start.fault, start.value))
    .filter((one) => !drawn.has(one));
  return missing.length === 0
    ? null
    : `the run was over before chance drew ${listInWords(missing)}: a longer --time-limit has more rounds`;
}

/** Whether the time limit ended the main phase, which counts from the first op of a client. */
function wasCut(plan: TestPlan, history: History, records: readonly NemesisRecord[]): boolean {
  const heal = records.find(({ f }) => f === HEAL);
  let first = 0;
  while (first < history.length && history.isNemesis(first)) first += 1;
  if (heal === undefined || first === history.length) return false;
  return heal.start_ns - history.time(first) >= plan.timeLimit_ms * NS_PER_MS;
}
