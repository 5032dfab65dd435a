import type { CheckOptions, CheckResult, HistoryEvent, Model, Operation } from '../types.js';
import { Bounds } from './bounds.js';
import { checkEventList, checkHistory } from './history.js';
import { run, runGivingWay } from './run.js';
import { settingsOf } from './settings.js';

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
  return run(checkHistory(model, operations, settingsOf(options), new Bounds(options)), options);
}

/**
 * As `checkOperations`, and gives way to other tasks every 10 ms or so, whatever the check is at.
 * Rejects where `checkOperations` throws.
 */
export async function checkOperationsAsync<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  options: CheckOptions = {},
): Promise<CheckResult> {
  const check = checkHistory(model, operations, settingsOf(options), new Bounds(options));
  return await runGivingWay(check, options);
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
  return run(checkEventList(model, events, settingsOf(options), new Bounds(options)), options);
}
