import type { Operation, Recognition, SpecialisedChecker, SpecialisedVerdict } from '../types.js';

/** Whether a specialised checker recognises a history, at once. */
export function recognitionBy<Input, Output>(
  checker: SpecialisedChecker<Input, Output>,
  history: readonly Operation<Input, Output>[],
): Recognition {
  return checker.recognise(history);
}

/** What a specialised checker says of a history, at once; `undecided` if it is none of its own. */
export function verdictBy<Input, Output>(
  checker: SpecialisedChecker<Input, Output>,
  history: readonly Operation<Input, Output>[],
): SpecialisedVerdict {
  const recognition = recognitionBy(checker, history);
  return recognition.recognised
    ? recognition.check({
        stop: () => undefined,
        now: () => performance.now(),
        hold: () => true,
      })
    : { verdict: 'undecided', because: recognition.because };
}

/** The legal order of a verdict of ok, at once. */
export function orderOf(verdict: Extract<SpecialisedVerdict, { verdict: 'ok' }>): Int32Array {
  return verdict.linearize();
}
