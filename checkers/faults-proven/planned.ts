import { NS_PER_MS } from '../../harness/core/clock.js';
import { beginsFault } from '../../harness/core/fault-window.js';
import type { History } from '../../harness/core/history.js';
import { HEAL, NOT_BEGUN, type NemesisRecord } from '../../harness/core/nemesis-record.js';
import type { TestPlan } from '../../harness/core/plan.js';
import type { Json } from '../../harness/core/json.js';
import type { ScheduledFault } from '../../harness/core/schedule.js';
import { ofTurn, timeForTurns_ms, turnsOf } from '../../harness/core/turns.js';
import { counted, listInWords, seconds } from '../../harness/core/words.js';
import { valueText } from '../value-text.js';

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

/** The nemeses that were named and of which no fault has begun: the run has not tested what was asked. */
export function missingTurns(
  { schedule }: TestPlan,
  records: readonly NemesisRecord[],
): readonly string[] {
  if (schedule.kind !== 'periodic' || !records.some(beginsFault)) return [];
  const late: string[] = [];
  const refused: string[] = [];
  for (const name of turnsOf(schedule)) {
    const drawn = drawnOf(ofTurn(schedule, name), records);
    const [first] = drawn;
    if (first === undefined) late.push(name);
    else if (!drawn.some(hasBegun))
      refused.push(`${name} was asked for: ${notBegunInWords(first)}`);
  }
  if (late.length === 0) return refused;
  const needed_s = Math.ceil(timeForTurns_ms(schedule) / 1000);
  const never = `${listInWords(late)} ${late.length === 1 ? 'was' : 'were'} asked for and never came`;
  return [
    `${never}: the run was over before; --time-limit ${needed_s} or more has a turn for each nemesis`,
    ...refused,
  ];
}

/**
 * The faults that no round has drawn of a mix that had its turns, in a clause; `null` where there are none. A
 * run says nothing about them.
 */
export function neverDrawn(
  { schedule }: TestPlan,
  records: readonly NemesisRecord[],
): string | null {
  if (schedule.kind !== 'periodic') return null;
  const missing = [undefined, ...turnsOf(schedule)].flatMap((name) => {
    const faults = ofTurn(schedule, name);
    if (name !== undefined && drawnOf(faults, records).length === 0) return [];
    return faults.filter((fault) => drawnOf([fault], records).length === 0);
  });
  const names = missing.map(({ start }) => orderInWords(start.fault, start.value));
  return names.length === 0
    ? null
    : `the run was over before chance drew ${listInWords(names)}: a longer --time-limit has more rounds`;
}

function hasBegun({ error }: NemesisRecord): boolean {
  return error?.code !== NOT_BEGUN;
}

/** The operations that were to begin one of these faults. */
function drawnOf(
  faults: readonly ScheduledFault[],
  records: readonly NemesisRecord[],
): readonly NemesisRecord[] {
  const orders = new Set(faults.map(({ start }) => orderInWords(start.fault, start.value)));
  return records.filter(({ f, intent }) => orders.has(orderInWords(f, intent)));
}

function orderInWords(f: string, value: Json | undefined): string {
  return `${f}${value === undefined ? '' : ` ${valueText(value)}`}`;
}

/** Whether the time limit ended the main phase, which counts from the first op of a client. */
function wasCut(plan: TestPlan, history: History, records: readonly NemesisRecord[]): boolean {
  const heal = records.find(({ f }) => f === HEAL);
  let first = 0;
  while (first < history.length && history.isNemesis(first)) first += 1;
  if (heal === undefined || first === history.length) return false;
  return heal.start_ns - history.time(first) >= plan.timeLimit_ms * NS_PER_MS;
}
