import type { CheckOptions, Progress } from '../types.js';
import { giveWay } from './give-way.js';

const PROGRESS_EVERY_MS = 100;
/** With what is done before it is seen that it is time, this is about every 10 ms. */
const GIVE_WAY_EVERY_MS = 8;

/** What running a check needs of its surroundings. */
export interface Surroundings {
  /** A clock, in milliseconds. */
  readonly now: () => number;
  readonly giveWay: () => Promise<void>;
}

const HERE: Surroundings = { now: () => performance.now(), giveWay };

/** Runs a check to its end. */
export function run<Result>(
  check: Generator<Progress, Result>,
  options: CheckOptions,
  { now }: Pick<Surroundings, 'now'> = HERE,
): Result {
  const report = progressReporter(options, now);
  for (;;) {
    const turn = check.next();
    if (turn.done === true) {
      return turn.value;
    }
    report(turn.value);
  }
}

/** Runs a check to its end, and gives way to other tasks on the way. */
export async function runGivingWay<Result>(
  check: Generator<Progress, Result>,
  options: CheckOptions,
  { now, giveWay }: Surroundings = HERE,
): Promise<Result> {
  const report = progressReporter(options, now);
  let since = now();
  for (;;) {
    const turn = check.next();
    if (turn.done === true) {
      return turn.value;
    }
    report(turn.value);
    if (now() - since >= GIVE_WAY_EVERY_MS) {
      await giveWay();
      since = now();
    }
  }
}

/** Calls the callback now and then. */
function progressReporter(
  { onProgress }: CheckOptions,
  now: () => number,
): (progress: Progress) => void {
  let reportedAt = now();
  return (progress) => {
    const at = now();
    if (onProgress !== undefined && at - reportedAt >= PROGRESS_EVERY_MS) {
      reportedAt = at;
      onProgress(progress);
    }
  };
}
