import type { ClientMode } from './client.js';
import type { JsonObject } from './json.js';
import type { NodeLayout } from './layout.js';
import type { PlannedModel } from './model.js';
import type { Schedule } from './schedule.js';
import type { WriteRoles } from './write-roles.js';

/**
 * Final reads go on for as long as they are answered, since how much there is to read depends on
 * how much was written; but for no more than so many times the plan's `finalTimeout_ms`.
 */
export const FINAL_READS_MOST = 60;

/** Where a history comes from that was recorded by others. */
export interface ImportedHistory {
  /** The path of the file, or `-` for the standard input. */
  readonly file: string;
  /** The name of its format. */
  readonly format: string;
}

/** What will run: resolved, plain data, stored with the run as `test.json`. */
export interface TestPlan {
  /** Folder name of the run's results: a scenario's name, or `system-workload`. */
  readonly name: string;
  readonly system: { readonly name: string; readonly options: JsonObject };
  readonly workload: { readonly name: string; readonly options: JsonObject };
  readonly schedule: Schedule;
  /** Names of the checkers. */
  readonly checkers: readonly string[];
  /** Regular expressions for `log-patterns`; those of `LOG_PATTERNS` when absent. */
  readonly logPatterns?: readonly string[];
  /** What the store claims to be, for the checkers that judge by a model. */
  readonly model?: PlannedModel;
  readonly nodes: readonly string[];
  /** Which of them do what, where the system tells nodes apart. */
  readonly layout?: NodeLayout;
  /** What the roles of its nodes mean, where the system says so itself. */
  readonly roles?: WriteRoles;
  /** The ops that change nothing (their f), where the data type of the workload has others than Faultline's own. */
  readonly reads?: readonly string[];
  readonly clientMode: ClientMode;
  /** Client threads. */
  readonly concurrency: number;
  /**
   * Mean ops per second over all threads; 0 means as fast as the store answers. Ops that are late are
   * made up for, but for no more than half a second of them.
   */
  readonly rate: number;
  /** Bound on the main phase, from its first op. A periodic schedule moves it for a fault that has begun and was not met yet. */
  readonly timeLimit_ms: number;
  /** An op without an answer for so long after it was sent ends as `info`. */
  readonly opTimeout_ms: number;
  /** Bound on recovery after the last heal. */
  readonly recoveryTimeout_ms: number;
  /** The final reads end when none of them was answered for so long (see `FINAL_READS_MOST`). */
  readonly finalTimeout_ms: number;
  /**
   * So many writes (ops, of a workload without writes) must be acknowledged while a fault lasts: a
   * fault that nobody's write met proves nothing. 0 where faults stop the store by design; 1 when
   * absent. A fault of the schedule may say otherwise for itself.
   */
  readonly acknowledgedPerFault?: number;
  /**
   * Of a history that was imported. There was no cluster of ours: what a plan says beside its name,
   * model and checkers is then what the history tells (nodes, concurrency), or says nothing.
   */
  readonly imported?: ImportedHistory;
  /** Unsigned 32-bit. Fixes the generated ops and the fault schedule, not the store. */
  readonly seed: number;
}
