import { Bounds } from '../check/bounds.js';
import { conclude } from '../check/history.js';
import { relocate } from '../check/relocate.js';
import { settingsOf } from '../check/settings.js';
import { unknownPartition } from '../check/task.js';
import { InvalidOptionError, LinearizabilityError } from '../errors/errors.js';
import { partitionsOf } from '../check/partitions.js';
import { validateHistory } from '../history/validate.js';
import { finish } from '../resumable/resumable.js';
import type {
  CheckOptions,
  CheckResult,
  Model,
  Operation,
  Partition,
  PartitionResult,
  UnknownCause,
} from '../types.js';
import type { WorkerPort } from './port.js';
import type { Answer, Job, Order } from './protocol.js';

/** What the pool needs besides the usual options. Workers do not report progress. */
export interface PoolOptions extends Omit<CheckOptions, 'onProgress'> {
  /** Starts a worker whose script calls `serveChecks`. */
  readonly startWorker: () => WorkerPort;
  /** How many workers, at most. */
  readonly workers: number;
  /** The name of the model in the workers' registry. */
  readonly model: string;
  /** Passed to the factory in the registry; must be data that can be cloned. */
  readonly modelOptions?: unknown;
}

/** A worker failed; there is no verdict. */
export class WorkerFailedError extends LinearizabilityError {
  constructor(message: string) {
    super('worker-failed', {
      expected: 'every worker to answer',
      got: message,
      todo: 'correct the script of the workers, or check without them',
    });
  }
}

/** Small partitions travel together. */
const OPERATIONS_PER_ORDER = 5000;

/**
 * As `checkOperations`, with the partitions spread over workers, the largest first. An illegal
 * one ends all others at once (through shared memory where there is some, by ending the
 * workers otherwise). Time and abortion are watched from here as well.
 *
 * @throws (rejects) WorkerFailedError if a worker fails; InvalidHistoryError,
 *   InvalidOptionError as `checkOperations`.
 */
export async function checkOperationsInWorkers<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  options: PoolOptions,
): Promise<CheckResult> {
  if (!Number.isSafeInteger(options.workers) || options.workers < 1) {
    throw new InvalidOptionError('workers', 'an integer of one or more', options.workers);
  }
  settingsOf(options);
  const bounds = new Bounds(options);
  finish(validateHistory(operations));
  const partitions = finish(partitionsOf(model, operations));
  const pool = new Pool(operations, partitions, options, bounds);
  return pool.run();
}

class Pool {
  private readonly results: PartitionResult[] = [];
  private readonly ports: WorkerPort[] = [];
  private readonly cancel: Int32Array | undefined;
  private readonly waiting: number[];
  private readonly operations: readonly Operation<unknown, unknown>[];
  private readonly partitions: readonly Partition[];
  private readonly options: PoolOptions;
  private readonly bounds: Bounds;
  private busy = 0;

  constructor(
    operations: readonly Operation<unknown, unknown>[],
    partitions: readonly Partition[],
    options: PoolOptions,
    bounds: Bounds,
  ) {
    this.operations = operations;
    this.partitions = partitions;
    this.options = options;
    this.bounds = bounds;
    this.cancel = sharedWord();
    const size = (index: number): number => partitions[index]?.indices.length ?? 0;
    this.waiting = [...partitions.keys()].sort((a, b) => size(b) - size(a));
  }

  async run(): Promise<CheckResult> {
    const { timeoutMs, signal, workers } = this.options;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let abort: (() => void) | undefined;
    try {
      const ended = new Promise<UnknownCause>((resolve) => {
        abort = () => resolve('aborted');
        signal?.addEventListener('abort', abort);
        if (signal?.aborted === true) {
          resolve('aborted');
        }
        if (timeoutMs !== undefined && timeoutMs < 2 ** 31) {
          timer = setTimeout(() => resolve('time'), timeoutMs);
        }
      });
      const count = Math.min(workers, this.partitions.length);
      const verdicts = new Promise<undefined>((resolve, reject) => {
        if (count === 0) {
          resolve(undefined);
        }
        for (let i = 0; i < count; i++) {
          this.start(() => resolve(undefined), reject);
        }
      });
      return this.conclude((await Promise.race([verdicts, ended])) ?? 'not-needed');
    } finally {
      clearTimeout(timer);
      if (abort !== undefined) {
        signal?.removeEventListener('abort', abort);
      }
      if (this.cancel !== undefined) {
        Atomics.store(this.cancel, 0, 1);
      }
      this.ports.forEach((port) => port.terminate());
    }
  }

  private start(finish: () => void, fail: (error: Error) => void): void {
    const port = this.options.startWorker();
    this.ports.push(port);
    this.busy++;
    port.onError((error) => {
      fail(new WorkerFailedError(error instanceof Error ? error.message : String(error)));
    });
    port.onMessage((message) => {
      const answer = message as Answer;
      switch (answer.type) {
        case 'ready':
        case 'done':
          if (!this.give(port) && --this.busy === 0) {
            finish();
          }
          break;
        case 'result':
          this.results[answer.index] = this.relocated(answer.index, answer.result);
          if (answer.result.verdict === 'illegal') {
            finish();
          }
          break;
        default:
          fail(new WorkerFailedError(answer.message));
      }
    });
  }

  /** Gives a worker its next order; false if there is nothing left to do. */
  private give(port: WorkerPort): boolean {
    const jobs: Job[] = [];
    let total = 0;
    while (this.waiting.length > 0 && total < OPERATIONS_PER_ORDER) {
      const index = this.waiting.shift() as number;
      const { key, indices } = this.partitions[index] as Partition;
      const operations = Array.from(
        indices,
        (at) => this.operations[at] as Operation<unknown, unknown>,
      );
      jobs.push({ index, key, operations });
      total += operations.length;
    }
    if (jobs.length === 0) {
      return false;
    }
    const { model, modelOptions, workers, startWorker: _, signal: __, ...options } = this.options;
    const order: Order = {
      type: 'check',
      model,
      modelOptions,
      jobs,
      cancel: this.cancel,
      options: {
        ...options,
        ...(options.timeoutMs === undefined
          ? {}
          : { timeoutMs: Math.max(0, options.timeoutMs - this.bounds.elapsedMs) }),
        ...(options.memoryBytes === undefined
          ? {}
          : { memoryBytes: options.memoryBytes / workers }),
      },
    };
    port.postMessage(order);
    return true;
  }

  private relocated(index: number, result: PartitionResult): PartitionResult {
    const { indices } = this.partitions[index] as Partition;
    return finish(relocate(result, indices));
  }

  private conclude(missing: UnknownCause): CheckResult {
    for (const [index, { key, indices }] of this.partitions.entries()) {
      this.results[index] ??= unknownPartition(key, indices.length, missing);
    }
    return conclude(this.results, this.bounds.elapsedMs);
  }
}

/** A word of shared memory; nothing where pages may not share memory. */
function sharedWord(): Int32Array | undefined {
  return typeof SharedArrayBuffer === 'undefined'
    ? undefined
    : new Int32Array(new SharedArrayBuffer(4));
}
