import { NS_PER_MS } from './clock.js';
import {
  accountOf,
  AWAIT,
  HEAL,
  type NemesisRecord,
  nemesisRecords,
  NOT_BEGUN,
} from './nemesis-record.js';
import type { History } from './history.js';
import type { Json } from './json.js';

/** A stretch of a run in which a fault was, or may have been, active. */
export interface FaultWindow {
  /** `partition` for `start-partition`; otherwise the f itself: `failover`. */
  readonly fault: string;
  readonly begin: NemesisRecord;
  readonly end: NemesisRecord | null;
  /** The invocation of the beginning: from here on the fault may have acted. */
  readonly from_ns: number;
  /**
   * From here on the fault is known to be in effect: the completion of the beginning, or the moment
   * that its record names (`inEffectAfter_ms`), where much else had to follow before it was proven. What
   * has no end of its own counts from its order.
   */
  readonly effectFrom_ns: number;
  /** Until here it is known to be in effect: the order to end it. */
  readonly effectTo_ns: number;
  /** The completion of the end; the end of the history where the fault never ended. */
  readonly to_ns: number;
}

const START = 'start-';
const STOP = 'stop-';

/**
 * The windows of all faults, by their beginning. `start-x` lasts until `stop-x` or `heal`, where it is
 * ended node by node until the last of them; a
 * fault without an end of its own (`failover`) until the next fault begins or `heal`, since its
 * consequences outlast the command.
 */
export function faultWindows(
  history: History,
  records: readonly NemesisRecord[] = nemesisRecords(history),
): FaultWindow[] {
  const windows: FaultWindow[] = [];
  let open: NemesisRecord[] = [];
  /** Of faults that are ended node by node: where each goes on. */
  const under = new Map<NemesisRecord, readonly string[]>();
  const endOfHistory_ns = history.length === 0 ? 0 : history.time(history.length - 1);
  const close = (ends: (begin: NemesisRecord) => boolean, end: NemesisRecord | null): void => {
    for (const begin of open) {
      if (!ends(begin)) continue;
      windows.push({
        fault: faultOf(begin.f),
        begin,
        end,
        from_ns: begin.start_ns,
        effectFrom_ns: lasts(begin) ? establishedAt(begin) : begin.start_ns,
        effectTo_ns: end === null ? endOfHistory_ns : end.start_ns,
        to_ns: end === null ? endOfHistory_ns : endingOf(end),
      });
    }
    open = open.filter((begin) => !ends(begin));
  };
  for (const record of records) {
    if (record.f === AWAIT || record.error?.code === NOT_BEGUN) continue;
    if (record.f === HEAL) {
      close(() => true, record);
    } else if (record.f.startsWith(STOP)) {
      const fault = record.f.slice(STOP.length);
      const healed = healedNodes(record);
      close((begin) => {
        if (faultOf(begin.f) !== fault) return false;
        if (healed === null) return true;
        const left = (under.get(begin) ?? accountOf(begin).nodes).filter(
          (node) => !healed.includes(node),
        );
        under.set(begin, left);
        return left.length === 0;
      }, record);
    } else {
      close((begin) => !lasts(begin), record);
      open.push(record);
    }
  }
  close(() => true, null);
  return windows.sort((a, b) => a.begin.invocation - b.begin.invocation);
}

/** The nodes on which an end has ended a fault; `null` where it names none. */
function healedNodes({ records }: NemesisRecord): readonly Json[] | null {
  const healed = records.map(({ effect }) => effect['healed']);
  return healed.every(Array.isArray) && healed.length > 0 ? (healed.flat() as Json[]) : null;
}

/** Whether what an operation begins lasts until another one ends it. */
export function lasts({ f }: NemesisRecord): boolean {
  return f.startsWith(START);
}

function establishedAt({ start_ns, end_ns, records }: NemesisRecord): number {
  if (end_ns === null) return start_ns;
  const after_ms = records[0]?.effect['inEffectAfter_ms'];
  return typeof after_ms === 'number' ? Math.min(start_ns + after_ms * NS_PER_MS, end_ns) : end_ns;
}

/** When what an operation ends was over: a next fault takes its place at once, an end takes time. */
function endingOf(end: NemesisRecord): number {
  return beginsFault(end) ? end.start_ns : (end.end_ns ?? end.start_ns);
}

/** Whether an operation of the nemesis begins a fault. */
export function beginsFault(record: NemesisRecord): boolean {
  return record.f !== AWAIT && record.f !== HEAL && !record.f.startsWith(STOP);
}

function faultOf(f: string): string {
  return f.startsWith(START) ? f.slice(START.length) : f;
}
