import type { History } from './history.js';
import type { TestPlan } from './plan.js';
import type { Judgement, Scenario } from './scenario.js';
import type { ChangedSetting } from './setting.js';
import type { RoleView } from './cluster-view.js';
import type { Outcome, Verdict } from './verdict.js';
import type { StoreEvent } from './store-event.js';
import type { WitnessSample } from './witness.js';

/** The stretches of a run. */
export type PhaseName = 'setup' | 'main' | 'heal' | 'recovery' | 'final' | 'collect';

/** When a phase ran, in nanoseconds of the run's clock. */
export interface Phase {
  readonly name: PhaseName;
  readonly start: number;
  readonly end: number;
}

/** Who held which role, from this moment until the next sample; kept only when it changed. */
export interface RoleSample {
  /** Nanoseconds of the run's clock. */
  readonly time: number;
  readonly roles: readonly RoleView[];
}

/** How far the wall clocks of the store's processes were from the host's at a moment. */
export interface ClockSample {
  /** Nanoseconds of the run's clock. */
  readonly time: number;
  /** Milliseconds ahead, by node and process; `null` for a node that could not be asked. */
  readonly offsets_ms: Readonly<Record<string, Readonly<Record<string, number>> | null>>;
}

/** How the run itself went, apart from any verdict: `run.json`. */
export interface RunRecord {
  /** Unique on this machine; the last part of the folder's name. */
  readonly id: string;
  readonly name: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly faultlineVersion: string;
  /** True for in-process systems: the verdict is about a simulation. */
  readonly simulated: boolean;
  readonly ended: 'completed' | 'interrupted' | 'failed';
  /** Why it was interrupted or failed. */
  readonly failure?: string;
  readonly phases: readonly Phase[];
  /** Recovery after the last heal: whether and how fast the cluster was whole again. */
  readonly recovery: {
    readonly recovered: boolean;
    readonly duration_ms: number;
    readonly reasons: readonly string[];
  } | null;
  /** Name and version of each program. */
  readonly versions: Readonly<Record<string, string>>;
  /** What differed from the store's own defaults; absent in runs of older versions. */
  readonly changedSettings?: readonly ChangedSetting[];
  /** What has to be known of the record, in words: of an imported history, what was passed over. */
  readonly notes?: readonly string[];
  /** Shell command that runs the same test again. */
  readonly command: string;
}

/** The claim that the run was made for, where it was a scenario; enough to judge it again. */
export type ScenarioRecord = Omit<Scenario, 'test'>;

/** What was decided from the record: `results.json`. */
export interface Analysis {
  readonly outcome: Outcome;
  /** The verdict in one sentence, for people. */
  readonly sentence: string;
  readonly verdicts: readonly Verdict[];
  readonly judgement: Judgement | null;
  /** How long it took to read the run and to judge it. */
  readonly duration_ms: number;
}

/** A run of a scenario with what was decided of it, without its history. */
export interface ScenarioRun {
  readonly plan: Pick<TestPlan, 'system' | 'workload'>;
  readonly scenario: ScenarioRecord;
  readonly run: RunRecord;
  readonly analysis: Analysis;
}

/** All that a reporter may read. */
export interface RunReport {
  /** Absolute path of the run's folder. */
  readonly folder: string;
  readonly plan: TestPlan;
  readonly scenario: ScenarioRecord | null;
  readonly run: RunRecord;
  readonly history: History;
  readonly roles: readonly RoleSample[];
  /** Only of runs that set clocks; of others there are none. */
  readonly clocks: readonly ClockSample[];
  readonly witness: readonly WitnessSample[];
  /** None of stores that publish nothing. */
  readonly events: readonly StoreEvent[];
  readonly analysis: Analysis;
  /** Last lines of each node's logs, by `n1/redis-server.log`. */
  readonly logTails: Readonly<Record<string, string>>;
}
