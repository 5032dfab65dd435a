import { worstOutcome, type Verdict } from '../core/verdict.js';

/** Checkers that speak of the run rather than of the store: never the headline if others do. */
const OF_THE_RUN: ReadonlySet<string> = new Set(['stats', 'faults-proven']);

/** The reason of the verdict that decided the outcome. */
export function mainReason(verdicts: readonly Verdict[]): string {
  const outcome = worstOutcome(verdicts.map((verdict) => verdict.outcome));
  const deciding = verdicts.filter((verdict) => verdict.outcome === outcome);
  const main = deciding.find(({ checker }) => !OF_THE_RUN.has(checker)) ?? deciding[0];
  return main?.reason ?? 'no checker ran';
}

/** The verdict in one sentence, for people. */
export function sentenceOf(verdicts: readonly Verdict[], simulated: boolean): string {
  const outcome = worstOutcome(verdicts.map((verdict) => verdict.outcome));
  const reason = mainReason(verdicts);
  const verdict =
    outcome === 'unknown' || verdicts.length === 0 ? `nothing was proven: ${reason}` : reason;
  const about = simulated ? `Simulated, no real store: ${verdict}` : capitalized(verdict);
  return `${about}.`;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
