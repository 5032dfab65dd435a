import { validateHistory } from '../history/validate.js';
import type {
  CheckResult,
  Model,
  Operation,
  Partition,
  PartitionResult,
  Progress,
  UnknownCause,
} from '../types.js';
import { describeCause, type Bounds } from './bounds.js';
import type { Settings } from './settings.js';
import { Task, unknownPartition } from './task.js';

/** Turns of a few milliseconds that a partition gets before the next one starts. */
const FIRST_TURNS = 8;

/**
 * Checks a whole history, partition by partition; those that take long take turns, so that
 * a hard one does not hide an illegal one. Yields every few milliseconds.
 *
 * @throws InvalidHistoryError if an interval makes no sense.
 */
export function* checkHistory<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  settings: Settings,
  bounds: Bounds,
): Generator<Progress, CheckResult> {
  validateHistory(operations);
  const partitions = model.partition?.(operations) ?? [whole(operations)];
  const results: PartitionResult[] = [];
  let waiting: Task<State, Input, Output>[] = [];
  let done = 0;
  const run = function* (task: Task<State, Input, Output>, turns: number) {
    for (let turn = 0; turn < turns && !task.done; turn++) {
      const progress = task.advance();
      if (progress !== undefined) {
        yield { ...task.facts(progress), partitionsDone: done, partitionsTotal: partitions.length };
      }
    }
    done += task.done ? 1 : 0;
    return task.illegal;
  };

  let illegal: Task<State, Input, Output> | undefined;
  for (const [index, partition] of partitions.entries()) {
    const task = new Task(model, operations, partition, index, settings, bounds);
    if (yield* run(task, FIRST_TURNS)) {
      illegal = task;
      break;
    }
    if (task.done) {
      results[index] = task.result();
    } else {
      waiting.push(task);
    }
  }
  for (let turns = FIRST_TURNS; illegal === undefined && waiting.length > 0; turns *= 2) {
    const still: Task<State, Input, Output>[] = [];
    for (const task of waiting) {
      if (illegal === undefined && (yield* run(task, turns))) {
        illegal = task;
      } else if (task.done) {
        results[task.index] = task.result();
      } else {
        still.push(task);
      }
    }
    waiting = still;
  }
  waiting.forEach((task) => task.abandon());
  if (illegal !== undefined) {
    results[illegal.index] = yield* illegal.explain(done, partitions.length);
  }
  for (const [index, { key, indices }] of partitions.entries()) {
    results[index] ??= unknownPartition(key, indices.length, 'not-needed');
  }
  return conclude(results, bounds.elapsedMs);
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

function whole<Input, Output>(operations: readonly Operation<Input, Output>[]): Partition {
  return { key: '', indices: Int32Array.from(operations, (_, position) => position) };
}
