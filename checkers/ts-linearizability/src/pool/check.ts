import { Bounds } from '../check/bounds.js';
import { preparedWithin, stopped } from '../check/history.js';
import { runGivingWay } from '../check/run.js';
import { settingsOf } from '../check/settings.js';
import { InvalidOptionError } from '../errors/errors.js';
import type { CheckResult, Model, Operation } from '../types.js';
import type { PoolOptions } from './options.js';
import { Pool } from './pool.js';

const DEFAULT_SILENCE_MS = 30_000;

/**
 * As `checkOperations`, with the partitions spread over workers, the largest first. An illegal
 * one ends all others at once (through shared memory where there is some, by ending the
 * workers otherwise). Time and abortion are watched from here as well; this thread gives way to
 * other tasks every 10 ms or so.
 *
 * @throws (rejects) WorkerFailedError if a worker fails, ends, or falls silent;
 *   InvalidHistoryError, InvalidOptionError as `checkOperations`.
 */
export async function checkOperationsInWorkers<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  options: PoolOptions,
): Promise<CheckResult> {
  const { workers, silenceTimeoutMs = DEFAULT_SILENCE_MS } = options;
  if (!Number.isSafeInteger(workers) || workers < 1) {
    throw new InvalidOptionError('workers', 'an integer of one or more', workers);
  }
  if (!(silenceTimeoutMs > 0)) {
    throw new InvalidOptionError('silenceTimeoutMs', 'more than zero', silenceTimeoutMs);
  }
  settingsOf(options);
  const bounds = new Bounds(options);
  const prepared = await runGivingWay(preparedWithin(model, operations, bounds), options);
  if (prepared === undefined) {
    return stopped(operations.length, bounds);
  }
  return await new Pool(operations, prepared, { ...options, silenceTimeoutMs }, bounds).run();
}
