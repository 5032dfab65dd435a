import type { RunReport } from '../core/results.js';

/** A run as the reporters of several runs need it: without its history. */
export type ReportedRun = Omit<
  RunReport,
  'history' | 'roles' | 'clocks' | 'witness' | 'events' | 'logTails'
>;

/**
 * What a run came to. A scenario passes when it came out as expected (a violation that was
 * expected passes); a run without a scenario passes when its verdict is valid.
 */
export type RunResult = 'passed' | 'failed' | 'proved-nothing';

/** What a run came to. */
export function resultOf({ analysis }: Pick<ReportedRun, 'analysis'>): RunResult {
  const { judgement, outcome } = analysis;
  if (judgement === null) {
    return outcome === 'valid' ? 'passed' : outcome === 'invalid' ? 'failed' : 'proved-nothing';
  }
  if (judgement.result === 'as-expected') return 'passed';
  return judgement.result === 'not-as-expected' ? 'failed' : 'proved-nothing';
}

/** The result against the expectation, in a few words. */
export function resultInWords({ scenario, analysis }: ReportedRun): string {
  const { judgement } = analysis;
  if (scenario === null || judgement === null) return `verdict ${analysis.outcome}`;
  switch (judgement.result) {
    case 'as-expected':
      return `as expected (${scenario.expectation})`;
    case 'not-as-expected':
      return `not as expected (${scenario.expectation})`;
    default:
      return `proved nothing (expected ${scenario.expectation})`;
  }
}
