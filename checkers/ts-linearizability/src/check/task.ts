import { explainIllegal } from '../explain/explain.js';
import { select } from '../history/select.js';
import type { SearchProgress } from '../search/portfolio.js';
import type { Model, Operation, Partition, PartitionResult, UnknownCause } from '../types.js';
import { bounded } from './bounded.js';
import type { Bounds } from './bounds.js';
import { checkPartition, type PartitionVerdict } from './partition.js';
import { modelOfPart } from './partitions.js';
import { relocate } from './relocate.js';
import { unknownPartition } from './results.js';
import type { Settings } from './settings.js';

/** One partition on its way to a verdict. */
export class Task<State, Input, Output> {
  readonly index: number;
  private model: Model<State, Input, Output>;
  readonly partition: Partition;
  private operations: readonly Operation<Input, Output>[];
  /** Whether the partition is the whole history, so that positions need not be relocated. */
  private readonly isWhole: boolean;
  private readonly settings: Settings;
  private readonly bounds: Bounds;
  private readonly generator: Generator<SearchProgress, PartitionResult>;
  private verdict: PartitionVerdict | undefined;
  private judged: PartitionResult | undefined;
  private spentMs = 0;

  constructor(
    model: Model<State, Input, Output>,
    operations: readonly Operation<Input, Output>[],
    partition: Partition,
    index: number,
    settings: Settings,
    bounds: Bounds,
  ) {
    this.model = model;
    this.partition = partition;
    this.index = index;
    this.settings = settings;
    this.bounds = bounds;
    this.operations = operations;
    this.isWhole = partition.indices.length === operations.length;
    this.generator = this.judge();
  }

  /** The result once there is one; without an explanation. */
  get result(): PartitionResult | undefined {
    return this.judged;
  }

  /** One turn; progress if it is not done yet. */
  advance(): SearchProgress | undefined {
    const before = this.bounds.now();
    const turn = this.generator.next();
    this.spentMs += this.bounds.now() - before;
    if (turn.done === true) {
      this.judged = { ...turn.value, elapsedMs: this.spentMs };
      return undefined;
    }
    return turn.value;
  }

  abandon(): void {
    this.generator.return(this.unknown('not-needed'));
  }

  /** The result of an illegal partition with its explanation, as far as the bounds leave time. */
  *explained(): Generator<SearchProgress, PartitionResult> {
    const { verdict, judged, settings, bounds, model, operations } = this;
    if (verdict?.verdict !== 'illegal' || judged?.verdict !== 'illegal') {
      throw new Error('a partition that is not illegal has nothing to explain');
    }
    if (!settings.explain) {
      return judged;
    }
    const explanation = yield* explainIllegal(model, operations, verdict, settings, bounds);
    return explanation === undefined ? judged : yield* this.relocated({ ...judged, explanation });
  }

  private unknown(cause: UnknownCause): PartitionResult {
    const { key, indices } = this.partition;
    return unknownPartition(key, indices.length, cause);
  }

  private *judge(): Generator<SearchProgress, PartitionResult> {
    const { partition, settings, bounds } = this;
    if (!this.isWhole) {
      const selection = select(this.operations, partition.indices);
      const selected = yield* bounded(selection, bounds, 'preparation');
      if (selected === undefined) {
        return this.unknown(bounds.stop() ?? 'time');
      }
      this.operations = selected;
    }
    this.model = modelOfPart(this.model, partition.key, this.operations);
    this.verdict = yield* checkPartition(this.model, this.operations, settings, bounds);
    return yield* this.resultOf(this.verdict);
  }

  private *resultOf(verdict: PartitionVerdict): Generator<SearchProgress, PartitionResult> {
    if (verdict.verdict === 'unknown') {
      return this.unknown(verdict.cause);
    }
    const { method } = verdict;
    const { key } = this.partition;
    const facts = { key, operations: this.operations.length, elapsedMs: this.spentMs, method };
    if (verdict.verdict === 'illegal') {
      return { ...facts, verdict: 'illegal' };
    }
    return verdict.order === undefined || !this.settings.explain
      ? { ...facts, verdict: 'ok' }
      : yield* this.relocated({ ...facts, verdict: 'ok', linearization: verdict.order });
  }

  /** The result in positions of the history; without its proof if a bound is hit on the way. */
  private *relocated(
    result: Extract<PartitionResult, { verdict: 'ok' | 'illegal' }>,
  ): Generator<SearchProgress, PartitionResult> {
    if (this.isWhole) {
      return result;
    }
    const { verdict, method, key, operations, elapsedMs } = result;
    const relocation = relocate(result, this.partition.indices);
    const relocated = yield* bounded(relocation, this.bounds, method);
    return relocated ?? { verdict, method, key, operations, elapsedMs };
  }
}
