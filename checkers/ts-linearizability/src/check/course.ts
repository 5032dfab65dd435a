import { Pace } from '../resumable/pace.js';
import type { SearchProgress } from '../search/portfolio.js';
import type { Model, Operation, Partition, PartitionResult, Progress } from '../types.js';
import type { Bounds } from './bounds.js';
import { progressOf } from './progress.js';
import type { Results } from './results.js';
import type { Settings } from './settings.js';
import { Task } from './task.js';

/** Turns of search, of a few milliseconds, that a partition gets before the next one starts. */
const FIRST_TURNS = 8;
const BETWEEN: SearchProgress = { method: 'preparation', steps: 0, placed: 0, isSearch: false };

/** Partitions with their results, which are all unknown at first. */
export interface PreparedPartitions {
  readonly partitions: readonly Partition[];
  readonly results: Results;
}

/**
 * The partitions of a history on their way to their verdicts: one after the other; those that
 * take long take turns, so that a hard one does not hide an illegal one, which ends all others.
 */
export class Course<State, Input, Output> {
  private readonly results: Results;
  private waiting: Task<State, Input, Output>[] = [];
  private illegal: Task<State, Input, Output> | undefined;
  private readonly model: Model<State, Input, Output>;
  private readonly operations: readonly Operation<Input, Output>[];
  private readonly partitions: readonly Partition[];
  private readonly settings: Settings;
  private readonly bounds: Bounds;

  constructor(
    model: Model<State, Input, Output>,
    operations: readonly Operation<Input, Output>[],
    { partitions, results }: PreparedPartitions,
    settings: Settings,
    bounds: Bounds,
  ) {
    this.model = model;
    this.operations = operations;
    this.partitions = partitions;
    this.settings = settings;
    this.bounds = bounds;
    this.results = results;
  }

  /** The results of all partitions. Yields every few milliseconds. */
  *run(): Generator<Progress, readonly PartitionResult[]> {
    yield* this.begin();
    for (let turns = FIRST_TURNS; !this.isOver && this.waiting.length > 0; turns *= 2) {
      yield* this.goOn(turns);
    }
    this.waiting.forEach((task) => task.abandon());
    if (this.illegal !== undefined) {
      const { index } = this.illegal;
      this.results.settle(index, yield* this.reported(this.illegal, this.illegal.explained()));
    }
    const cause = this.illegal === undefined ? (this.bounds.stop() ?? 'time') : 'not-needed';
    for (const settling = this.results.giveCause(cause); settling.next().done !== true;) {
      yield this.report({ key: '', indices: [] }, BETWEEN);
    }
    return this.results.all;
  }

  /** Whether no partition needs to go on. */
  private get isOver(): boolean {
    return this.illegal !== undefined || this.bounds.stop() !== undefined;
  }

  /** Starts the partitions, and leaves those waiting that take long. */
  private *begin(): Generator<Progress, void> {
    const { model, operations, partitions, settings, bounds } = this;
    const pace = new Pace(bounds.now);
    for (let index = 0; index < partitions.length && !this.isOver; index++) {
      const partition = partitions[index] as Partition;
      if (pace.isPause()) {
        yield this.report(partition, BETWEEN);
      }
      const task = new Task(model, operations, partition, index, settings, bounds);
      yield* this.advance(task, FIRST_TURNS);
      if (task.result === undefined) {
        this.waiting.push(task);
      }
    }
  }

  /** Gives some turns to every partition that waits. */
  private *goOn(turns: number): Generator<Progress, void> {
    const still: Task<State, Input, Output>[] = [];
    for (const task of this.waiting) {
      if (!this.isOver) {
        yield* this.advance(task, turns);
      }
      if (task.result === undefined) {
        still.push(task);
      }
    }
    this.waiting = still;
  }

  /** Goes on with a partition, for some turns of search at most; preparations are no such turns. */
  private *advance(task: Task<State, Input, Output>, turns: number): Generator<Progress, void> {
    for (let left = turns; left > 0 && task.result === undefined;) {
      const progress = task.advance();
      if (progress !== undefined) {
        left -= progress.isSearch ? 1 : 0;
        yield this.report(task.partition, progress);
      }
    }
    if (task.result !== undefined) {
      this.results.settle(task.index, task.result);
      this.illegal = task.result.verdict === 'illegal' ? task : undefined;
    }
  }

  private *reported<Result>(
    { partition }: Task<State, Input, Output>,
    work: Generator<SearchProgress, Result>,
  ): Generator<Progress, Result> {
    for (;;) {
      const turn = work.next();
      if (turn.done === true) {
        return turn.value;
      }
      yield this.report(partition, turn.value);
    }
  }

  private report({ key, indices }: Partition, progress: SearchProgress): Progress {
    return progressOf(progress, {
      partition: key,
      operations: indices.length,
      partitionsDone: this.results.settled,
      partitionsTotal: this.partitions.length,
      elapsedMs: this.bounds.elapsedMs,
    });
  }
}
