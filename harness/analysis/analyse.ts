import type { History } from '../core/history.js';
import { observedIn, type Observed } from '../core/observed.js';
import type { TestPlan } from '../core/plan.js';
import type { Analysis, RunRecord, ScenarioRecord } from '../core/results.js';
import { worstOutcome } from '../core/verdict.js';
import { judge } from './judge.js';
import { runCheckers, type CheckOptions } from './run-checkers.js';
import { sentenceOf } from './sentence.js';

/** A run that is over: fresh or read back from its folder. */
export interface FinishedRun extends Observed {
  readonly plan: TestPlan;
  readonly scenario: ScenarioRecord | null;
  readonly run: RunRecord;
  readonly history: History;
}

/** Runs the plan's checkers and judges what they found; without checkers nothing is proven. */
export async function analyse(
  subject: FinishedRun,
  options: CheckOptions,
): Promise<Omit<Analysis, 'duration_ms'>> {
  const verdicts = await runCheckers(subject.plan, subject.history, {
    ...options,
    observed: observedIn(subject),
  });
  const { scenario } = subject;
  return {
    outcome: verdicts.length === 0 ? 'unknown' : worstOutcome(verdicts.map((it) => it.outcome)),
    sentence: sentenceOf(verdicts, subject.run),
    verdicts,
    judgement: scenario === null ? null : judge({ ...subject, scenario, verdicts }),
  };
}
