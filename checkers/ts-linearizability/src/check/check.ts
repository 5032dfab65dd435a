import { operationsOfEvents } from '../history/events.js';
import { validHistory } from '../history/validate.js';
import type {
  CheckOptions,
  CheckResult,
  HistoryEvent,
  Model,
  Operation,
  PartitionResult,
  UnknownCause,
} from '../types.js';
import { Bounds, describeCause } from './bounds.js';
import { judgePartitions } from './course.js';
import { partitionsOf } from './partitions.js';
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
  operations: readonly Operation<Input, Output, number | bigint>[],
  options: CheckOptions = {},
): CheckResult {
  const settings = settingsOf(options);
  const bounds = new Bounds(options);
  const history = validHistory(operations);
  const partitions = partitionsOf(model, history);
  const results = judgePartitions(model, history, partitions, settings, bounds);
  return conclude(results, bounds.elapsedMs);
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

/** The verdict on a history from those on its partitions: illegal outranks unknown. */
export function conclude(partitions: readonly PartitionResult[], elapsedMs: number): CheckResult {
  let unknown: UnknownCause | undefined;
  for (const partition of partitions) {
    if (partition.verdict === 'illegal') {
      return { verdict: 'illegal', illegal: partition, partitions, elapsedMs };
    }
    if (partition.verdict === 'unknown') {
      unknown ??= partition.cause;
    }
  }
  if (unknown !== undefined) {
    const message = describeCause(unknown);
    return { verdict: 'unknown', cause: unknown, message, partitions, elapsedMs };
  }
  return { verdict: 'ok', partitions, elapsedMs };
}
