import type { SearchProgress } from '../search/portfolio.js';
import { pairEvents } from '../history/events.js';
import { validateHistory } from '../history/validate.js';
import type {
  CheckResult,
  HistoryEvent,
  Model,
  Operation,
  PartitionResult,
  Progress,
  Resumable,
  UnknownCause,
} from '../types.js';
import { bounded } from './bounded.js';
import { describeCause, type Bounds } from './bounds.js';
import { Course, type PreparedPartitions } from './course.js';
import { partitionsOf } from './partitions.js';
import { progressOf } from './progress.js';
import { Results, unknownPartition } from './results.js';
import type { Settings } from './settings.js';

/**
 * Checks a whole history, partition by partition. Yields every few milliseconds.
 *
 * @throws InvalidHistoryError if an interval makes no sense.
 */
export function* checkHistory<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  settings: Settings,
  bounds: Bounds,
): Generator<Progress, CheckResult> {
  const prepared = yield* preparedWithin(model, operations, bounds);
  if (prepared === undefined) {
    return stopped(operations.length, bounds);
  }
  const course = new Course(model, operations, prepared, settings, bounds);
  return conclude(yield* course.run(), bounds.elapsedMs);
}

/**
 * The partitions of a history; nothing if a bound was hit before there were any.
 *
 * @throws InvalidHistoryError if an interval makes no sense.
 */
export function* preparedWithin<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  bounds: Bounds,
): Generator<Progress, PreparedPartitions | undefined> {
  const preparation = bounded(prepare(model, operations), bounds, 'preparation');
  return yield* inProgress(preparation, operations.length, bounds);
}

function* prepare<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
): Resumable<PreparedPartitions> {
  yield* validateHistory(operations);
  const partitions = yield* partitionsOf(model, operations);
  return { partitions, results: yield* Results.of(partitions) };
}

/**
 * Checks a list of calls and returns.
 *
 * @throws InvalidEventError if a return has no call, or an id is used twice at a time.
 */
export function* checkEventList<State, Input, Output>(
  model: Model<State, Input, Output>,
  events: Iterable<HistoryEvent<Input, Output>>,
  settings: Settings,
  bounds: Bounds,
): Generator<Progress, CheckResult> {
  const pairing = bounded(pairEvents(events), bounds, 'preparation');
  const operations = yield* inProgress(pairing, 0, bounds);
  return operations === undefined
    ? stopped(0, bounds)
    : yield* checkHistory(model, operations, settings, bounds);
}

/** The result where a bound was hit before there were partitions. */
export function stopped(operations: number, bounds: Bounds): CheckResult {
  const whole = unknownPartition('', operations, bounds.stop() ?? 'time');
  return conclude([whole], bounds.elapsedMs);
}

/** What comes before there are partitions. */
function* inProgress<Result>(
  work: Generator<SearchProgress, Result>,
  operations: number,
  { startedAt, now }: Bounds,
): Generator<Progress, Result> {
  const place = { partition: '', operations, partitionsDone: 0, partitionsTotal: 0 };
  for (;;) {
    const turn = work.next();
    if (turn.done === true) {
      return turn.value;
    }
    yield progressOf(turn.value, { ...place, elapsedMs: now() - startedAt });
  }
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
