import { explainIllegal } from '../explain/explain.js';
import { validateHistory } from '../history/validate.js';
import type { SearchProgress } from '../search/portfolio.js';
import type {
  CheckResult,
  Explanation,
  Model,
  Operation,
  Partition,
  PartitionResult,
  Progress,
  UnknownCause,
} from '../types.js';
import { describeCause, type Bounds } from './bounds.js';
import { checkPartition, type PartitionVerdict } from './partition.js';
import type { Settings } from './settings.js';

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

function unknownPartition(key: string, operations: number, cause: UnknownCause): PartitionResult {
  const message = describeCause(cause);
  return { verdict: 'unknown', key, operations, cause, message, elapsedMs: 0 };
}

/** One partition on its way to a verdict. */
class Task<State, Input, Output> {
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
        return { ...plain, explanation: this.originalExplanation(turn.value) };
      }
      yield { ...this.facts(turn.value), partitionsDone: done, partitionsTotal: total };
    }
  }

  private originalExplanation(explanation: Explanation): Explanation {
    const all = (order: readonly number[]): number[] => order.map((at) => this.original(at));
    const { firstUnplaceable } = explanation;
    return {
      ...explanation,
      witness: all(explanation.witness),
      longestPrefix: all(explanation.longestPrefix),
      partialLinearizations: explanation.partialLinearizations.map(all),
      ...(firstUnplaceable === undefined
        ? {}
        : { firstUnplaceable: this.original(firstUnplaceable) }),
    };
  }

  private original(at: number): number {
    return this.partition.indices[at] as number;
  }
}
