import { recordedSchedule } from '../../nemesis/index.js';
import type { CapabilityName } from '../core/capabilities.js';
import { UnsupportedError } from '../core/errors.js';
import type { History } from '../core/history.js';
import type { JsonObject } from '../core/json.js';
import type { Model, PlannedModel } from '../core/model.js';
import { modelOptions } from '../core/model-options.js';
import { named } from '../core/named.js';
import type { TestPlan } from '../core/plan.js';
import type { Scenario } from '../core/scenario.js';
import type { Schedule } from '../core/schedule.js';
import { checkShape } from '../core/shape.js';
import type { SystemDefinition } from '../core/system.js';
import type { TestRequest } from '../core/test-request.js';
import { testRequestSchema } from '../core/test-request-schema.js';
import type { Workload } from '../core/workload.js';
import { readsOf } from '../core/write-ops.js';
import {
  capabilitiesFor,
  leastTime_ms,
  mostTime_ms,
  refusalOf,
  shortOfTime,
} from './fault-plan.js';
import { checkBound, checkScenario } from './check-scenario.js';
import { checkFit } from './fit.js';
import { nodeNames, withLayout } from './layout.js';
import { presetsOf, scheduleOf } from './nemesis-presets.js';
import { withDefaults } from './options.js';
import type { Planning } from './planning.js';
import { DEFAULTS } from './defaults.js';

/** A plan whose parts fit together, with these parts. */
export interface PlannedTest {
  readonly plan: TestPlan;
  readonly system: SystemDefinition;
  readonly workload: Workload;
  /** What the faults of the plan will use. */
  readonly capabilities: readonly CapabilityName[];
  /** Why a fault of a mix is not in the schedule, by the f that begins it. */
  readonly leftOut: ReadonlyMap<string, string>;
  /** That there may be too little time for each nemesis that was named, in words; `null` where there is not. */
  readonly shortOfTime: string | null;
}

/** A test that is asked for, with what tells this one run of it from others. */
export interface SeededRequest extends TestRequest {
  /** Folder name of the results; `system-workload` when absent. */
  readonly name?: string;
  /** Unsigned 32-bit. */
  readonly seed: number;
}

/**
 * The plan of a test that somebody asks for.
 * @throws InputError for a name that is none, an option that makes no sense, and parts that do not
 *   fit together.
 * @throws UnsupportedError for what can't be had on this system, with these nodes, on this kernel.
 */
export async function planTest(
  { name, seed, ...request }: SeededRequest,
  planning: Planning,
): Promise<PlannedTest> {
  checkShape(testRequestSchema, request, { code: 'E_REQUEST', place: 'the test' });
  const { catalogue } = planning;
  const { faults } = request;
  const system = named(catalogue.systems, request.system, 'system');
  const workload = named(catalogue.workloads, request.workload, 'workload');
  const reads = readsOf(workload.dataType);
  const always = catalogue.checkers.flatMap((one) => (one.always === true ? [one.name] : []));
  const nodeCount = request.nodeCount ?? system.defaultNodeCount;
  const asked: TestPlan = {
    name: name ?? `${system.name}-${workload.name}`,
    system: { name: system.name, options: request.systemOptions ?? {} },
    workload: { name: workload.name, options: request.workloadOptions ?? {} },
    schedule: { kind: 'none' },
    checkers: [...new Set([...(request.checkers ?? workload.checkers), ...always])],
    ...(request.logPatterns === undefined ? {} : { logPatterns: request.logPatterns }),
    ...(workload.model === undefined ? {} : { model: workload.model }),
    ...(reads === null ? {} : { reads }),
    nodes: nodeNames(nodeCount),
    clientMode: request.clientMode ?? system.clientModes[0],
    concurrency: request.concurrency ?? DEFAULTS.concurrency,
    rate: request.rate ?? DEFAULTS.rate,
    timeLimit_ms:
      request.timeLimit_ms ??
      DEFAULTS.timeLimit_ms + (faults !== undefined && 'kind' in faults ? mostTime_ms(faults) : 0),
    opTimeout_ms: request.opTimeout_ms ?? DEFAULTS.opTimeout_ms,
    recoveryTimeout_ms: request.recoveryTimeout_ms ?? DEFAULTS.recoveryTimeout_ms,
    finalTimeout_ms: request.finalTimeout_ms ?? DEFAULTS.finalTimeout_ms,
    acknowledgedPerFault: request.acknowledgedPerFault ?? DEFAULTS.acknowledgedPerFault,
    seed,
  };
  const parts = resolved(asked, planning);
  const { schedule, leftOut } = await chosenSchedule(request, parts, planning);
  const plan = { ...parts.plan, schedule };
  return { ...(await withFaults({ ...parts, plan }, planning)), leftOut };
}

/**
 * The plan of a scenario.
 * @throws InputError as {@link planTest}.
 */
export async function planScenario(
  scenario: Scenario,
  seed: number,
  planning: Planning,
): Promise<PlannedTest> {
  checkScenario(scenario);
  const test = await planTest({ ...scenario.test, name: scenario.name, seed }, planning);
  checkBound(scenario, test.plan);
  return test;
}

/**
 * Why the test of a scenario can't be had; `null` where it can.
 * @throws InputError where it is refused for anything else: it makes no sense anywhere.
 */
export async function refusalOfScenario(
  scenario: Scenario,
  planning: Planning,
): Promise<string | null> {
  try {
    await planScenario(scenario, 0, planning);
    return null;
  } catch (thrown) {
    if (thrown instanceof UnsupportedError) return thrown.actual;
    throw thrown;
  }
}

/**
 * The test of a stored run again, with the faults that it in fact met.
 * @throws InputError as {@link planTest}.
 */
export async function planReplay(
  { plan, history }: { readonly plan: TestPlan; readonly history: History },
  seed: number | undefined,
  planning: Planning,
): Promise<PlannedTest> {
  const schedule = recordedSchedule(history, plan.schedule);
  const replayed: TestPlan = {
    ...plan,
    seed: seed ?? plan.seed,
    schedule,
    // Faults may have ended after the limit, as they do at random; the last step ends the phase.
    timeLimit_ms: Math.max(plan.timeLimit_ms, 2 * leastTime_ms(schedule)),
  };
  return withFaults(resolved(replayed, planning), planning);
}

type Parts = Pick<PlannedTest, 'plan' | 'system' | 'workload'>;

/** A plan whose parts fit together, with their options and the layout; its faults are not looked at. */
function resolved(plan: TestPlan, { catalogue }: Planning): Parts {
  const system = named(catalogue.systems, plan.system.name, 'system');
  const workload = named(catalogue.workloads, plan.workload.name, 'workload');
  checkFit(plan, { system, workload, checkers: catalogue.checkers });
  const options = withDefaults(workload.name, workload.defaults, plan.workload.options);
  const withOptions: TestPlan = {
    ...plan,
    system: {
      name: system.name,
      options: withDefaults(system.name, system.defaults, plan.system.options),
    },
    workload: { name: workload.name, options },
    ...(plan.model === undefined
      ? {}
      : { model: modelOf(plan.model, workload.name, options, catalogue.models) }),
  };
  return { plan: withLayout(withOptions, system), system, workload };
}

/**
 * The model of a workload, with those options of the workload that are the model's as well.
 * @throws InputError for an option that the model can't have.
 */
function modelOf(
  planned: PlannedModel,
  workload: string,
  given: JsonObject,
  models: readonly Model[],
): PlannedModel {
  const model = named(models, planned.name, 'model');
  const shared = Object.entries(given).filter(([name]) => model.options?.[name] !== undefined);
  const options = { ...planned.options, ...Object.fromEntries(shared) };
  const called = (option: string): string => `${option} of ${workload}`;
  modelOptions(model, options, { models, called });
  return { name: model.name, options };
}

async function withFaults(parts: Parts, planning: Planning): Promise<PlannedTest> {
  const capabilities = await capabilitiesFor(parts.plan, parts.system, planning);
  return { ...parts, capabilities, leftOut: new Map(), shortOfTime: shortOfTime(parts.plan) };
}

async function chosenSchedule(
  { faults }: TestRequest,
  { plan, system }: Parts,
  planning: Planning,
): Promise<{ readonly schedule: Schedule; readonly leftOut: ReadonlyMap<string, string> }> {
  if (faults === undefined) return { schedule: { kind: 'none' }, leftOut: new Map() };
  if (!('nemesis' in faults)) return { schedule: faults, leftOut: new Map() };
  const { quiet_ms, active_ms, at_once, jitter } = { ...DEFAULTS, ...faults };
  const presets = presetsOf(planning.catalogue.faults);
  return scheduleOf(faults.nemesis, presets, { quiet_ms, active_ms, at_once, jitter }, (fault) =>
    refusalOf(fault, plan, system, planning),
  );
}
