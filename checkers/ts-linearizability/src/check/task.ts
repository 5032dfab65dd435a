import { explainIllegal } from '../explain/explain.js';
import type { SearchProgress } from '../search/portfolio.js';
import type {
  Model,
  Operation,
  Partition,
  PartitionResult,
  Progress,
  UnknownCause,
} from '../types.js';
import { describeCause, type Bounds } from './bounds.js';
import { checkPartition, type PartitionVerdict } from './partition.js';
import { relocateExplanation } from './relocate.js';
import type { Settings } from './settings.js';

/** One partition on its way to a verdict. */
export class Task<State, Input, Output> {
  readonly index: number;
  private readonly model: Model<State, Input, Output>;
  private readonly partition: Partition;
  private readonly operations: readonly Operation<Input, Output>[];
  private readonly settings: Settings;
  private readonly bounds: Bounds;
  private readonly generator: Generator<SearchProgress, PartitionVerdict>;
  private verdict: PartitionVerdict | undefined;
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
    this.operations =
      partition.indices.length === operations.length
        ? operations
        : Array.from(partition.indices, (at) => operations[at] as Operation<Input, Output>);
    this.generator = checkPartition(model, this.operations, settings, bounds);
  }

  get done(): boolean {
    return this.verdict !== undefined;
  }

  get illegal(): boolean {
    return this.verdict?.verdict === 'illegal';
  }

  /** One turn; progress if it is not done yet. */
  advance(): SearchProgress | undefined {
    const before = performance.now();
    const turn = this.generator.next();
    this.spentMs += performance.now() - before;
    if (turn.done === true) {
      this.verdict = turn.value;
      return undefined;
    }
    return turn.value;
  }

  abandon(): void {
    this.generator.return({ verdict: 'unknown', cause: 'not-needed' });
  }

  facts(progress: SearchProgress) {
    const { key } = this.partition;
    const { elapsedMs } = this.bounds;
    return { ...progress, partition: key, operations: this.operations.length, elapsedMs };
  }

  /** The result, for verdicts that need no explanation. */
  result(): PartitionResult {
    const { verdict, operations } = this;
    const facts = {
      key: this.partition.key,
      operations: operations.length,
      elapsedMs: this.spentMs,
    };
    if (verdict === undefined || verdict.verdict === 'unknown') {
      const cause = verdict?.cause ?? 'not-needed';
      return { ...unknownPartition(facts.key, facts.operations, cause), ...facts };
    }
    if (verdict.verdict === 'illegal') {
      return { ...facts, verdict: 'illegal', method: verdict.method };
    }
    const { method, order } = verdict;
    return order === undefined || !this.settings.explain
      ? { ...facts, verdict: 'ok', method }
      : { ...facts, verdict: 'ok', method, linearization: order.map((at) => this.original(at)) };
  }

  /** The result of an illegal partition. */
  *explain(done: number, total: number): Generator<Progress, PartitionResult> {
    const plain = this.result();
    const { verdict, settings, bounds, model, operations } = this;
    if (verdict?.verdict !== 'illegal' || plain.verdict !== 'illegal' || !settings.explain) {
      return plain;
    }
    const control = bounds.within(settings.explainTimeoutMs);
    const generator = explainIllegal(model, operations, verdict, settings, control);
    for (;;) {
      const turn = generator.next();
      if (turn.done === true) {
        const explanation = relocateExplanation(turn.value, (at) => this.original(at));
        return { ...plain, explanation };
      }
      yield { ...this.facts(turn.value), partitionsDone: done, partitionsTotal: total };
    }
  }

  private original(at: number): number {
    return this.partition.indices[at] as number;
  }
}

/** The result of a partition without a verdict. */
export function unknownPartition(
  key: string,
  operations: number,
  cause: UnknownCause,
): PartitionResult {
  const message = describeCause(cause);
  return { verdict: 'unknown', key, operations, cause, message, elapsedMs: 0 };
}
