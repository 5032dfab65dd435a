import { stringsOf } from '../core/nemesis-record.js';
import type { RunRecord } from '../core/results.js';
import { worstOutcome, type Verdict } from '../core/verdict.js';

/** The reason of the verdict that decided the outcome. */
export function mainReason(verdicts: readonly Verdict[]): string {
  const outcome = worstOutcome(verdicts.map((verdict) => verdict.outcome));
  const deciding = verdicts.filter((verdict) => verdict.outcome === outcome);
  const main = deciding.find(({ about }) => about === undefined) ?? deciding[0];
  return main?.reason ?? 'no checker ran';
}

/** What a reader of a valid verdict has to know besides: each checker may have `notes`. */
function notesOf(verdicts: readonly Verdict[]): string[] {
  const reason = mainReason(verdicts);
  return verdicts
    .flatMap(({ details }) => stringsOf(details['notes']) ?? [])
    .filter((note) => !reason.includes(note));
}

/**
 * The verdict in one sentence, for people. Where nothing was proven, how the run ended says why; a
 * valid one comes with what has to be known of it.
 */
export function sentenceOf(verdicts: readonly Verdict[], run: RunRecord): string {
  const outcome = worstOutcome(verdicts.map((verdict) => verdict.outcome));
  const isOpen = outcome === 'unknown' || verdicts.length === 0;
  const why = run.ended === 'completed' ? mainReason(verdicts) : endInWords(run);
  const notes = outcome === 'valid' && !isOpen ? notesOf(verdicts) : [];
  const verdict = isOpen
    ? `nothing was proven: ${why}`
    : [mainReason(verdicts), ...notes].join('; ');
  const about = run.simulated ? `Simulated, no real store: ${verdict}` : capitalized(verdict);
  return `${about}.`;
}

/** How a run that did not complete ended, in one line. */
export function endInWords({ ended, failure }: RunRecord): string {
  const [why = ''] = (failure ?? '').split('\n');
  return `the run ${ended === 'failed' ? 'failed' : 'was interrupted'}${why === '' ? '' : `: ${why}`}`;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
