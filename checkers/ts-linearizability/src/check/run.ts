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
  surroundings: Surroundings = HERE,
): Promise<Result> {
  return await finishGivingWay(check, progressReporter(options, surroundings.now), surroundings);
}

/** Runs what yields now and then to its end, and gives way to other tasks on the way. */
export async function finishGivingWay<Turn, Result>(
  work: Generator<Turn, Result>,
  report: (turn: Turn) => void = () => {},
  { now, giveWay }: Surroundings = HERE,
): Promise<Result> {
  let since = now();
  for (;;) {
    const turn = work.next();
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
export function progressReporter(
  { onProgress }: CheckOptions,
  now: () => number = HERE.now,
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
