import type { SearchProgress } from '../search/portfolio.js';
import type { Control, Method, Resumable } from '../types.js';

/** How long work goes on before those who asked for it hear of it again. */
const REPORT_EVERY_MS = 1;

/**
 * Goes on with a computation as long as the bounds allow: they are looked at in every pause of
 * it. Yields about every millisecond.
 *
 * @param method - what to call the computation in reports of progress.
 * @returns nothing if a bound was hit first.
 */
export function* bounded<Result>(
  work: Resumable<Result>,
  control: Control,
  method: Method,
): Generator<SearchProgress, Result | undefined> {
  let reportedAt = control.now();
  for (let steps = 1; ; steps++) {
    const turn = work.next();
    if (turn.done === true) {
      return turn.value;
    }
    if (control.stop() !== undefined) {
      // So that it can clear up.
      work.return(undefined as never);
      return undefined;
    }
    const now = control.now();
    if (now - reportedAt >= REPORT_EVERY_MS) {
      reportedAt = now;
      yield { method, steps, placed: 0, isSearch: false };
    }
  }
}
