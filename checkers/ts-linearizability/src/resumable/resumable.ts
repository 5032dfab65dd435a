import type { Eventual, Resumable } from '../types.js';

/** Runs a computation to its end, without a look at anything on the way. */
export function finish<Result>(work: Generator<unknown, Result>): Result {
  for (;;) {
    const turn = work.next();
    if (turn.done === true) {
      return turn.value;
    }
  }
}

/** The answer of something that may answer at once or piece by piece. */
export function* answerOf<Result extends object>(given: Eventual<Result>): Resumable<Result> {
  return isResumable(given) ? yield* given : given;
}

function isResumable<Result extends object>(given: Eventual<Result>): given is Resumable<Result> {
  return 'next' in given && typeof given.next === 'function';
}
