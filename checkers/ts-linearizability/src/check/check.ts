import { operationsOfEvents } from '../history/events.js';
import type {
  CheckOptions,
  CheckResult,
  HistoryEvent,
  Model,
  Operation,
  Progress,
} from '../types.js';
import { Bounds } from './bounds.js';
import { checkHistory } from './history.js';
import { settingsOf } from './settings.js';

const PROGRESS_EVERY_MS = 100;
const BREATHE_EVERY_MS = 10;

/**
 * Whether a history of operations is linearizable with respect to a model (Herlihy and
 * Wing 1990). Blocks until there is a verdict or a bound is hit.
 *
 * @throws InvalidHistoryError if an interval makes no sense.
 * @throws InvalidOptionError if an option is out of its range.
 */
export function checkOperations<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  options: CheckOptions = {},
): CheckResult {
  const generator = checkHistory(model, operations, settingsOf(options), new Bounds(options));
  const report = progressReporter(options);
  for (;;) {
    const turn = generator.next();
    if (turn.done === true) {
      return turn.value;
    }
    report(turn.value);
  }
}

/**
 * As `checkOperations`, and gives way to other tasks every 10 ms or so. Rejects where
 * `checkOperations` throws.
 */
export async function checkOperationsAsync<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  options: CheckOptions = {},
): Promise<CheckResult> {
  const generator = checkHistory(model, operations, settingsOf(options), new Bounds(options));
  const report = progressReporter(options);
  let breathed = performance.now();
  for (;;) {
    const turn = generator.next();
    if (turn.done === true) {
      return turn.value;
    }
    report(turn.value);
    if (performance.now() - breathed > BREATHE_EVERY_MS) {
      await new Promise<void>((resolve) => {
        setTimeout(resolve, 0);
      });
      breathed = performance.now();
    }
  }
}

/**
 * As `checkOperations`, for a list of calls and returns in the order in which they happened.
 *
 * @throws InvalidEventError if a return has no call, or an id is used twice at a time.
 */
export function checkEvents<State, Input, Output>(
  model: Model<State, Input, Output>,
  events: Iterable<HistoryEvent<Input, Output>>,
  options: CheckOptions = {},
): CheckResult {
  return checkOperations(model, operationsOfEvents(events), options);
}

/** Calls the callback now and then. */
export function progressReporter(options: CheckOptions): (progress: Progress) => void {
  const { onProgress } = options;
  let reported = performance.now();
  return (progress) => {
    const now = performance.now();
    if (onProgress !== undefined && now - reported >= PROGRESS_EVERY_MS) {
      reported = now;
      onProgress(progress);
    }
  };
}
