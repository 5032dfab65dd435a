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

/** Small partitions go to a worker together. */
const OPERATIONS_PER_BATCH = 4096;
/** Partitions that take longer than this wait until all others had their turn; then much longer. */
const FIRST_BUDGET_MS = 1000;
const BUDGET_GROWTH = 4;
/** A worker that hits the bound of time has so long to say what it knows. */
const ANSWER_MS = 250;
/** Beyond this a timer would ring at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Partitions that go to a worker together, by their indices. */
interface Batch {
  readonly members: readonly number[];
  readonly budgetMs: number;
}

/**
 * As `checkOperations`, with the partitions spread over workers, the largest first. The first
 * illegal one and the bound of time end all workers, whatever they are at. So does a failure.
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
  const queue = batchesOf(partitions);

  const orderOf = ({ members, budgetMs }: Batch): Order => {
    const { timeoutMs, memoryBytes } = plain;
    const left = timeoutMs && { timeoutMs: Math.max(0, timeoutMs - bounds.elapsedMs) };
    const share = memoryBytes && { memoryBytes: memoryBytes / workers };
    const positions = positionsOf(members, partitions);
    let from = 0;
    return {
      model: name,
      modelOptions,
      options: { ...plain, ...left, ...share },
      budgetMs,
      operations: select(operations, positions),
      positions,
      partitions: members.map((member) => {
        const { key, indices } = partitions[member] as Partition;
        const start = from;
        from += indices.length;
        return { key, indices: Int32Array.from(indices, (_, at) => start + at) };
      }),
    };
  };
  /** Notes what a worker found; whether the history is settled by it. */
  const take = ({ members, budgetMs }: Batch, found: readonly PartitionResult[]): boolean => {
    const positions = positionsOf(members, partitions);
    const isSettled = found.some(({ verdict }) => verdict === 'illegal');
    for (const [at, member] of members.entries()) {
      const result = found[at] as PartitionResult;
      if (result.verdict !== 'unknown' || result.cause !== 'time') {
        results[member] = relocate(result, positions);
      } else if (!isSettled && bounds.stop() === undefined) {
        queue.push({ members: [member], budgetMs: BUDGET_GROWTH * budgetMs });
      }
    }
    return isSettled;
  };

  const ports: WorkerPort[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (failure: unknown): void => reject(new WorkerFailedError(failure));
      /** What is thrown in a listener of a port would reach nobody. */
      const orFail = (act: () => void): void => {
        try {
          act();
        } catch (error) {
          fail(error);
        }
      };
      const idle: WorkerPort[] = [];
      const atWork = new Map<WorkerPort, Batch>();
      const start = (): WorkerPort => {
        const port = startWorker();
        ports.push(port);
        port.onError(fail);
        port.onMessage((message) => orFail(() => hear(port, message as Answer)));
        return port;
      };
      const hear = (port: WorkerPort, answer: Answer): void => {
        const batch = atWork.get(port);
        if ('failed' in answer || batch === undefined) {
          fail('failed' in answer ? answer.failed : 'an answer that nobody asked for');
        } else if (take(batch, answer.results)) {
          resolve();
        } else {
          atWork.delete(port);
          idle.push(port);
          giveOut();
        }
      };
      const giveOut = (): void => {
        while (queue.length > 0 && atWork.size < workers) {
          const batch = queue.shift() as Batch;
          const port = idle.pop() ?? start();
          atWork.set(port, batch);
          port.postMessage(orderOf(batch));
        }
        if (atWork.size === 0) {
          resolve();
        }
      };
      const endMs = (plain.timeoutMs ?? Infinity) + ANSWER_MS - bounds.elapsedMs;
      timer = endMs > LONGEST_TIMER_MS ? undefined : setTimeout(resolve, endMs);
      orFail(giveOut);
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
function positionsOf(members: readonly number[], partitions: readonly Partition[]): number[] {
  return members.flatMap((member) => [...(partitions[member] as Partition).indices]);
}

/** The partitions, the largest first, small ones together. */
function batchesOf(partitions: readonly Partition[]): Batch[] {
  const sizeOf = (at: number): number => (partitions[at] as Partition).indices.length;
  const batches: Batch[] = [];
  let members: number[] = [];
  let operations = 0;
  for (const member of [...partitions.keys()].sort((a, b) => sizeOf(b) - sizeOf(a))) {
    members.push(member);
    operations += sizeOf(member);
    if (operations >= OPERATIONS_PER_BATCH) {
      batches.push({ members, budgetMs: FIRST_BUDGET_MS });
      members = [];
      operations = 0;
    }
  }
  return members.length === 0 ? batches : [...batches, { members, budgetMs: FIRST_BUDGET_MS }];
}
