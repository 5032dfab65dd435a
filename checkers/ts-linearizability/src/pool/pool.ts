import { Bounds } from '../check/bounds.js';
import { conclude } from '../check/check.js';
import { unknownPartition } from '../check/course.js';
import { partitionsOf } from '../check/partitions.js';
import { relocate } from '../check/relocate.js';
import { settingsOf } from '../check/settings.js';
import { InvalidOptionError } from '../errors/errors.js';
import { select } from '../history/select.js';
import { validHistory } from '../history/validate.js';
import type {
  CheckOptions,
  CheckResult,
  Model,
  Operation,
  Partition,
  PartitionResult,
} from '../types.js';
import { WorkerFailedError } from './errors.js';
import type { WorkerPort } from './port.js';
import type { Answer, Order } from './serve.js';

/** What the pool needs besides the usual options. */
export interface PoolOptions extends CheckOptions {
  /** Starts a worker whose script calls `serveChecks`. */
  readonly startWorker: () => WorkerPort;
  /** How many workers, at most. */
  readonly workers: number;
  /** The name of the model in the workers' registry. */
  readonly model: string;
  /** Passed to the factory in the registry; must be data that can be cloned. */
  readonly modelOptions?: unknown;
}

/** A worker is not started for less. */
const OPERATIONS_PER_WORKER = 4096;
/** A worker that hits the bound of time has so long to say what it knows. */
const ANSWER_MS = 250;
/** Beyond this a timer would ring at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * As `checkOperations`, with the partitions spread over workers, which get about as many operations each.
 * The first illegal one and the bound of time end all workers, whatever they are at. So does a failure.
 *
 * @throws (rejects) WorkerFailedError if a worker fails or ends by itself;
 *   InvalidHistoryError, InvalidOptionError as `checkOperations`.
 */
export async function checkOperationsInWorkers<State, Input, Output>(
  model: Model<State, Input, Output>,
  recorded: readonly Operation<Input, Output, number | bigint>[],
  options: PoolOptions,
): Promise<CheckResult> {
  const { workers, startWorker, model: name, modelOptions, ...plain } = options;
  if (!Number.isSafeInteger(workers) || workers < 1) {
    throw new InvalidOptionError('workers', 'an integer of one or more', workers);
  }
  settingsOf(plain);
  const bounds = new Bounds(plain);
  const operations = validHistory(recorded);
  const partitions = partitionsOf(model, operations);
  const results: (PartitionResult | undefined)[] = Array.from(partitions, () => undefined);

  const shares = sharesOf(partitions, workers);
  const orderOf = (share: readonly number[]): Order => {
    const { timeoutMs, memoryBytes } = plain;
    const left = timeoutMs && { timeoutMs: Math.max(0, timeoutMs - bounds.elapsedMs) };
    const memory = memoryBytes && { memoryBytes: memoryBytes / shares.length };
    const positions = positionsOf(share, partitions);
    let from = 0;
    return {
      model: name,
      modelOptions,
      options: { ...plain, ...left, ...memory },
      operations: select(operations, positions),
      positions,
      partitions: share.map((at) => {
        const { key, indices } = partitions[at] as Partition;
        const start = from;
        from += indices.length;
        return { key, indices: Int32Array.from(indices, (_, i) => start + i) };
      }),
    };
  };

  const ports: WorkerPort[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (failure: unknown): void => reject(new WorkerFailedError(failure));
      const endMs = (plain.timeoutMs ?? Infinity) + ANSWER_MS - bounds.elapsedMs;
      timer = endMs > LONGEST_TIMER_MS ? undefined : setTimeout(resolve, endMs);
      const waiting = new Set(shares);
      const hear = (share: readonly number[], answer: Answer): void => {
        if ('failed' in answer) {
          fail(answer.failed);
          return;
        }
        const positions = positionsOf(share, partitions);
        for (const [at, member] of share.entries()) {
          results[member] = relocate(answer.results[at] as PartitionResult, positions);
        }
        waiting.delete(share);
        if (waiting.size === 0 || answer.results.some(({ verdict }) => verdict === 'illegal')) {
          resolve();
        }
      };
      /** What is thrown in a listener of a port would reach nobody. */
      const orFail = (act: () => void): void => {
        try {
          act();
        } catch (error) {
          fail(error);
        }
      };
      for (const share of waiting) {
        orFail(() => {
          const port = startWorker();
          ports.push(port);
          port.onError(fail);
          port.onMessage((message) => orFail(() => hear(share, message as Answer)));
          port.postMessage(orderOf(share));
        });
      }
      if (waiting.size === 0) {
        resolve();
      }
    });
  } finally {
    clearTimeout(timer);
    ports.forEach((port) => port.terminate());
  }
  const cause = results.some((result) => result?.verdict === 'illegal') ? 'not-needed' : 'time';
  return conclude(
    results.map((result, at) => result ?? unknownPartition(partitions[at] as Partition, cause)),
    bounds.elapsedMs,
  );
}

/** Where the operations of some partitions are in the history. */
function positionsOf(share: readonly number[], partitions: readonly Partition[]): number[] {
  return share.flatMap((at) => [...(partitions[at] as Partition).indices]);
}

/** The partitions of each worker, by their indices: the largest go first, each to who has the fewest operations. */
function sharesOf(
  partitions: readonly Partition[],
  workers: number,
): readonly (readonly number[])[] {
  const sizeOf = (at: number): number => (partitions[at] as Partition).indices.length;
  const bySize = [...partitions.keys()].sort((a, b) => sizeOf(b) - sizeOf(a));
  const total = bySize.reduce((sum, at) => sum + sizeOf(at), 0);
  const needed = Math.max(1, Math.ceil(total / OPERATIONS_PER_WORKER));
  const count = Math.min(workers, partitions.length, needed);
  const shares = Array.from({ length: count }, () => ({ members: [] as number[], operations: 0 }));
  for (const at of bySize) {
    const least = shares.reduce((a, b) => (b.operations < a.operations ? b : a));
    least.members.push(at);
    least.operations += sizeOf(at);
  }
  return shares.map(({ members }) => members);
}
