import type { Bounds } from '../check/bounds.js';
import type { PreparedPartitions } from '../check/course.js';
import { giveWay } from '../check/give-way.js';
import { conclude } from '../check/history.js';
import { relocate } from '../check/relocate.js';
import { finishGivingWay, progressReporter } from '../check/run.js';
import { select } from '../history/select.js';
import { sort } from '../history/sort.js';
import { isPause } from '../resumable/pauses.js';
import { finish } from '../resumable/resumable.js';
import type {
  CheckResult,
  Operation,
  Partition,
  Progress,
  Resumable,
  UnknownCause,
} from '../types.js';
import type { PoolOptions } from './options.js';
import { WorkerFailedError } from './errors.js';
import { LONGEST_TIMER_MS, Limits } from './limits.js';
import { WorkerLink } from './link.js';
import type { Answer, Job, Order, Piece, PlainOptions } from './protocol.js';

/** Small partitions travel together, large ones in pieces. */
const OPERATIONS_PER_MESSAGE = 4096;

/** Partitions on their way through workers. */
export class Pool {
  private readonly links: WorkerLink[] = [];
  private readonly cancel: Int32Array | undefined;
  /** Partitions by their sizes, the largest first, and how many of them were given out. */
  private order: Int32Array = new Int32Array(0);
  private given = 0;
  private isOver = false;
  private readonly operations: readonly Operation<unknown, unknown>[];
  private readonly prepared: PreparedPartitions;
  private readonly options: PoolOptions & { readonly silenceTimeoutMs: number };
  private readonly bounds: Bounds;
  private readonly report: (progress: Progress) => void;
  /** Called when a partition turned out to be illegal. */
  private illegal: () => void = () => {};

  constructor(
    operations: readonly Operation<unknown, unknown>[],
    prepared: PreparedPartitions,
    options: PoolOptions & { readonly silenceTimeoutMs: number },
    bounds: Bounds,
  ) {
    this.operations = operations;
    this.prepared = prepared;
    this.options = options;
    this.bounds = bounds;
    this.cancel = sharedWord();
    this.report = progressReporter(options);
  }

  /** @throws (rejects) WorkerFailedError if a worker fails. */
  async run(): Promise<CheckResult> {
    const { results } = this.prepared;
    const limits = new Limits(this.options, this.bounds);
    this.illegal = () => limits.reach('not-needed');
    try {
      const cause = await Promise.race([limits.reached, this.driveAll()]);
      await finishGivingWay(results.giveCause(cause));
      return conclude(results.all, this.bounds.elapsedMs);
    } finally {
      limits.end();
      this.isOver = true;
      if (this.cancel !== undefined) {
        Atomics.store(this.cancel, 0, 1);
      }
      this.links.forEach((link) => link.end());
    }
  }

  private async driveAll(): Promise<UnknownCause> {
    this.order = await finishGivingWay(bySize(this.prepared.partitions));
    const count = Math.min(this.options.workers, this.order.length);
    await Promise.all(Array.from({ length: count }, async () => await this.drive()));
    return 'not-needed';
  }

  /** Starts a worker, and gives it one order after the other as long as there are any. */
  private async drive(): Promise<void> {
    const link = this.start();
    await link.until('ready');
    while (this.given < this.order.length && !this.isOver) {
      await this.give(link);
      await link.until('done');
    }
  }

  private start(): WorkerLink {
    const { startWorker, silenceTimeoutMs } = this.options;
    try {
      const silenceMs = Math.min(silenceTimeoutMs, LONGEST_TIMER_MS);
      const link = new WorkerLink(startWorker(), silenceMs, (answer) => this.hear(answer));
      this.links.push(link);
      return link;
    } catch (error) {
      throw new WorkerFailedError(error);
    }
  }

  private hear(answer: Answer): void {
    const { partitions, results } = this.prepared;
    if (answer.type === 'progress') {
      const { key } = partitions[answer.index] as Partition;
      this.report({
        ...answer.progress,
        partition: key,
        partitionsDone: results.settled,
        partitionsTotal: partitions.length,
        elapsedMs: this.bounds.elapsedMs,
      });
    } else if (answer.type === 'result') {
      const { indices } = partitions[answer.index] as Partition;
      results.settle(answer.index, finish(relocate(answer.result, indices)));
      if (answer.result.verdict === 'illegal') {
        this.illegal();
      }
    }
  }

  /** Sends the next partitions; large ones piece by piece, so that others are not held up. */
  private async give(link: WorkerLink): Promise<void> {
    const jobs: Job[] = [];
    let total = 0;
    while (this.given < this.order.length && total < OPERATIONS_PER_MESSAGE) {
      const index = this.order[this.given++] as number;
      const { key, indices } = this.prepared.partitions[index] as Partition;
      let from = 0;
      for (; indices.length - from > OPERATIONS_PER_MESSAGE; from += OPERATIONS_PER_MESSAGE) {
        if (this.isOver) {
          return;
        }
        const operations = this.part(indices, from);
        link.post({ type: 'piece', operations } satisfies Piece);
        await giveWay();
      }
      jobs.push({ index, key, operations: this.part(indices, from) });
      total += indices.length;
    }
    const { model, modelOptions } = this.options;
    link.post({
      type: 'check',
      model,
      modelOptions,
      jobs,
      cancel: this.cancel,
      options: this.plainOptions(),
    } satisfies Order);
  }

  private part(indices: Partition['indices'], from: number): Operation<unknown, unknown>[] {
    return finish(select(this.operations, indices.slice(from, from + OPERATIONS_PER_MESSAGE)));
  }

  /** What is left of the bounds. */
  private plainOptions(): PlainOptions {
    const { explain, explainTimeoutMs, maxStates, method, seed } = this.options;
    const { timeoutMs, memoryBytes, workers } = this.options;
    const options = {
      explain,
      explainTimeoutMs,
      maxStates,
      method,
      seed,
      timeoutMs:
        timeoutMs === undefined ? undefined : Math.max(0, timeoutMs - this.bounds.elapsedMs),
      memoryBytes: memoryBytes === undefined ? undefined : memoryBytes / workers,
    };
    const given = Object.entries(options).filter(([, value]) => value !== undefined);
    return Object.fromEntries(given);
  }
}

/** Partitions by their sizes, the largest first. */
function* bySize(partitions: readonly Partition[]): Resumable<Int32Array> {
  const sizes = new Float64Array(partitions.length);
  for (let index = 0; index < sizes.length; index++) {
    if (isPause(index)) {
      yield;
    }
    sizes[index] = -(partitions[index] as Partition).indices.length;
  }
  return yield* sort(sizes);
}

/** A word of shared memory; nothing where pages may not share memory. */
function sharedWord(): Int32Array | undefined {
  return typeof SharedArrayBuffer === 'undefined'
    ? undefined
    : new Int32Array(new SharedArrayBuffer(4));
}
