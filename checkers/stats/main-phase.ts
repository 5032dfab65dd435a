import type { History } from '../../harness/core/history.js';
import { HEAL, nemesisRecords } from '../../harness/core/nemesis-record.js';

/** The main phase of a run, as its history tells it. */
export interface MainPhase {
  /** Ops that were invoked before this index are of the main phase. */
  readonly end: number;
  /** From its first to its last event of any client. */
  readonly duration_ns: number;
}

/** The main phase ends when everything is healed; recovery and final reads come after that. */
export function mainPhaseOf(history: History): MainPhase {
  const heal = nemesisRecords(history).findLast(({ f }) => f === HEAL);
  const end = heal?.invocation ?? history.length;
  let first: number | null = null;
  let last = 0;
  for (let index = 0; index < end; index += 1) {
    if (history.isNemesis(index)) continue;
    first ??= history.time(index);
    last = history.time(index);
  }
  return { end, duration_ns: first === null ? 0 : last - first };
}
