import { boundInWords, figureAt, isWithin, valueInWords } from '../core/bound.js';
import type { History } from '../core/history.js';
import type { TestPlan } from '../core/plan.js';
import type { RunRecord, ScenarioRecord } from '../core/results.js';
import type { Expectation, Judgement } from '../core/scenario.js';
import { worstOutcome, type Verdict } from '../core/verdict.js';
import { counted, listInWords } from '../core/words.js';
import { availabilityIn } from './availability.js';
import { type Unmet, unmetConditions } from './conditions.js';
import { endInWords, mainReason } from './sentence.js';

/** All that a judgement rests on. */
export interface Case {
  readonly scenario: ScenarioRecord;
  readonly plan: TestPlan;
  readonly run: RunRecord;
  readonly history: History;
  readonly verdicts: readonly Verdict[];
}

/**
 * Compares the verdicts with what the scenario's author said would be seen. A run that does not
 * meet the conditions of proof proved nothing; but a violation where the claim was that none
 * exists is one under all conditions.
 */
export function judge(subject: Case): Judgement {
  const { scenario, run, verdicts } = subject;
  const outcome = worstOutcome(verdicts.map((verdict) => verdict.outcome));
  if (outcome === 'invalid' && isHolding(scenario)) {
    return surprise(scenario, `found a violation: ${mainReason(verdicts)}`);
  }
  const missing: Unmet[] = [
    ...(run.ended === 'completed'
      ? []
      : [{ head: 'the run is not complete', missing: `a complete run (${endInWords(run)})` }]),
    ...unmetConditions(scenario.conditions, subject),
    ...doubts(verdicts).map((doubt) => ({ head: 'a verdict is unknown', missing: doubt })),
  ];
  if (missing.length > 0) return nothing(scenario, missing);
  return JUDGES[scenario.expectation](subject);
}

const JUDGES: Readonly<Record<Expectation, (subject: Case) => Judgement>> = {
  VIOLATION: judgeViolation,
  HOLDS: ({ scenario, verdicts }) => expected(scenario, mainReason(verdicts)),
  UNAVAILABLE: judgeUnavailable,
  BOUNDED: judgeBounded,
  UNSUPPORTED: ({ scenario }) => surprise(scenario, 'the run took place'),
};

/**
 * What an UNSUPPORTED scenario came to: the plan alone decides, and nothing is run.
 * @param refusal why the test can't be had; `null` where it can be.
 */
export function judgeRefusal(scenario: ScenarioRecord, refusal: string | null): Judgement {
  if (refusal === null) return surprise(scenario, 'the test can be had');
  if (scenario.refusal !== undefined && !refusal.includes(scenario.refusal)) {
    return surprise(scenario, `refused, but not for "${scenario.refusal}": ${refusal}`);
  }
  return expected(scenario, `refused: ${refusal}`);
}

function isHolding({ expectation }: ScenarioRecord): boolean {
  return expectation === 'HOLDS' || expectation === 'UNAVAILABLE';
}

/**
 * Reasons of verdicts that are unknown; without any verdict, that too. Where a violation was
 * found, only doubts about the faults remain: what others don't know can't undo it.
 */
function doubts(verdicts: readonly Verdict[]): string[] {
  if (verdicts.length === 0) return ['a verdict (no checker ran)'];
  const found = verdicts.some(({ outcome }) => outcome === 'invalid');
  return verdicts
    .filter(({ outcome, about }) => outcome === 'unknown' && (!found || about === 'faults'))
    .map(({ checker, reason }) => `a verdict of ${checker} (${reason})`);
}

function judgeViolation({ scenario, verdicts }: Case): Judgement {
  const kinds = new Set(verdicts.flatMap(({ anomalies }) => anomalies.map(({ kind }) => kind)));
  if (kinds.size === 0) return surprise(scenario, 'the expected violation was not seen');
  if (scenario.anomaly !== undefined && !kinds.has(scenario.anomaly)) {
    return surprise(scenario, `found ${listInWords([...kinds])}, not ${scenario.anomaly}`);
  }
  return expected(scenario, mainReason(verdicts));
}

function judgeBounded({ scenario, verdicts }: Case): Judgement {
  const { bound } = scenario;
  if (bound === undefined) return unjudgeable(scenario, 'a bound to compare with');
  const verdict = verdicts.find(({ checker }) => checker === bound.checker);
  if (verdict === undefined) return unjudgeable(scenario, `a verdict of ${bound.checker}`);
  const figure = figureAt(verdict.details, bound.figure);
  if (figure === null) {
    const known = listInWords(Object.keys(verdict.details));
    return unjudgeable(
      scenario,
      `the figure ${bound.figure} in the verdict of ${bound.checker} (it tells ${known})`,
    );
  }
  const found = `${boundInWords(bound)}: it is ${valueInWords(bound, figure)}`;
  return isWithin(figure, bound)
    ? expected(scenario, found)
    : surprise(scenario, `the bound is broken: ${found}`);
}

function judgeUnavailable(subject: Case): Judgement {
  const { scenario } = subject;
  const { refused, acknowledgedLate } = availabilityIn(subject.plan, subject.history);
  if (refused === 0) return surprise(scenario, 'no op was refused while a fault was active');
  if (acknowledgedLate > 0) {
    const writes = counted(acknowledgedLate, 'write');
    return surprise(
      scenario,
      `${writes} acknowledged in the second half of the time in which all faults were in effect`,
    );
  }
  return expected(
    scenario,
    `${counted(refused, 'op')} not acknowledged during faults, no write in the end, and nothing was lost`,
  );
}

function expected({ name, expectation }: ScenarioRecord, found: string): Judgement {
  return { result: 'as-expected', sentence: `${name}: ${found}; expected ${expectation}` };
}

function surprise({ name, expectation }: ScenarioRecord, found: string): Judgement {
  return { result: 'not-as-expected', sentence: `${name}: ${found}; expected ${expectation}` };
}

function nothing({ name, expectation }: ScenarioRecord, unmet: readonly Unmet[]): Judgement {
  const heads = [...new Set(unmet.map(({ head }) => head))];
  const missing = unmet.map((one) => one.missing);
  return {
    result: 'proved-nothing',
    sentence:
      `${name} proved nothing, because ${listInWords(heads)} ` +
      `(expected ${expectation}); missing: ${missing.join('; ')}`,
    missing,
  };
}

/** A scenario that can't be judged as its author wrote it. */
function unjudgeable(scenario: ScenarioRecord, missing: string): Judgement {
  return nothing(scenario, [{ head: 'there is nothing to compare', missing }]);
}
