import type { Clock } from '../core/clock.js';
import type { Generator } from '../core/generator/index.js';
import type { History } from '../core/history.js';
import type { Log } from '../core/log.js';
import type { Nemesis, NemesisContext } from '../core/nemesis.js';
import type { NodePool } from '../core/node.js';
import type { TestPlan } from '../core/plan.js';
import type { PhaseName, RunRecord } from '../core/results.js';
import type { SystemDefinition } from '../core/system.js';
import type { Workload } from '../core/workload.js';
import type { Progress } from './interpreter.js';
import type { RunSink } from './sink.js';

/** Whoever watches a run: the screen, a log. All calls return at once. */
export interface RunObserver {
  phase(name: PhaseName): void;
  /** Called once, when ops begin; with the events of the nemesis, which go on to come in. */
  started(progress: () => Progress, nemesis: History): void;
}

/** What a run needs; rooms it may not import come as values. */
export interface RunRequest {
  readonly plan: TestPlan;
  readonly system: SystemDefinition;
  readonly workload: Workload;
  /** The nemesis' operations, made from the plan's schedule. */
  readonly faults: Generator;
  /** Names of the capabilities that the schedule's faults need. */
  readonly capabilitiesNeeded: readonly string[];
  readonly createNemesis: (context: NemesisContext) => Nemesis;
  /** Nodes for systems that run on containers. */
  readonly pool: NodePool | null;
  readonly sink: RunSink;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly observer: RunObserver;
  readonly identity: Pick<RunRecord, 'id' | 'startedAt' | 'faultlineVersion' | 'command'>;
}
