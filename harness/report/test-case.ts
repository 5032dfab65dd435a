import type { RunReport } from '../core/results.js';
import type { Judgement } from '../core/scenario.js';
import { resultOf, type ReportedRun, type RunResult } from './run-result.js';

/** A run of a command, as its summaries tell of it while the command goes on. */
export interface TestCase {
  /** The scenario's or the plan's; with `#2` where it is repeated. */
  readonly name: string;
  readonly system: string;
  readonly workload: string;
  /** ISO 8601; absent where it has not begun. */
  readonly startedAt?: string;
  readonly state: TestCaseState;
}

/** What is known of a run by now. */
export type TestCaseState =
  | { readonly kind: 'not-run' }
  /** It has begun. That this is still so when the summary is read means that it was killed. */
  | { readonly kind: 'running' }
  /** It came to no verdict: what it needs is missing, or it was ended from outside. */
  | { readonly kind: 'broke'; readonly reason: string }
  | { readonly kind: 'judged'; readonly run: ReportedRun }
  /** The plan alone was judged: nothing was to be run. */
  | { readonly kind: 'plan-judged'; readonly judgement: Judgement };

/** What a run came to, or that it came to nothing. */
export type CaseResult = RunResult | 'broke' | 'not-run';

/** What a run of a command came to by now. */
export function caseResult({ state }: TestCase): CaseResult {
  switch (state.kind) {
    case 'judged':
      return resultOf(state.run);
    case 'plan-judged':
      return state.judgement.result === 'as-expected' ? 'passed' : 'failed';
    case 'not-run':
      return 'not-run';
    default:
      return 'broke';
  }
}

/** Of a run that has no verdict: why, for people. */
export function whyWithoutVerdict({ state }: TestCase): string {
  switch (state.kind) {
    case 'broke':
      return state.reason;
    case 'plan-judged':
      return state.judgement.sentence;
    case 'running':
      return 'Faultline was killed while this run went on';
    case 'not-run':
      return 'the command ended before this run began';
    default:
      return '';
  }
}

/** A stored run as a test case. */
export function testCaseOf(
  report: RunReport,
  name = report.scenario?.name ?? report.plan.name,
): TestCase {
  const { plan, run } = report;
  return {
    name,
    system: plan.system.name,
    workload: plan.workload.name,
    startedAt: run.startedAt,
    state: judgedState(report),
  };
}

/** What came of a run, without its history: many are kept, and their histories are on disk. */
export function judgedState({ folder, plan, scenario, run, analysis }: RunReport): TestCaseState {
  return { kind: 'judged', run: { folder, plan, scenario, run, analysis } };
}
