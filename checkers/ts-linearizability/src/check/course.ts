import { explainIllegal } from '../explain/explain.js';
import { select } from '../history/select.js';
import type {
  Model,
  Operation,
  Partition,
  PartitionResult,
  UnknownCause,
  UnknownPartition,
} from '../types.js';
import { describeCause, type Bounds } from './bounds.js';
import { partitionCheck, type PartitionCheck, type PartitionVerdict } from './partition.js';
import { modelOfPart } from './partitions.js';
import { relocate } from './relocate.js';
import type { Settings } from './settings.js';

/** Turns of search, of a few milliseconds, that a partition gets before the next one starts. */
const FIRST_TURNS = 2;

/** A partition whose check is under way. */
interface Task<State, Input, Output> {
  readonly index: number;
  readonly model: Model<State, Input, Output>;
  readonly operations: readonly Operation<Input, Output>[];
  readonly check: PartitionCheck;
  spentMs: number;
}

/**
 * Judges the partitions of a history one after the other. Those that take long take turns, each
 * time twice as many, so that a hard one does not hide an illegal one, which ends all others.
 */
export function judgePartitions<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  partitions: readonly Partition[],
  settings: Settings,
  bounds: Bounds,
): readonly PartitionResult[] {
  const results: (PartitionResult | undefined)[] = Array.from(partitions, () => undefined);
  const partitionAt = (index: number) => partitions[index] as Partition;
  let illegal: Task<State, Input, Output> | undefined;
  const isOver = (): boolean => illegal !== undefined || bounds.stop() !== undefined;

  const start = (index: number): Task<State, Input, Output> => {
    const startedAt = bounds.now();
    const { key, indices } = partitionAt(index);
    const isWhole = indices.length === operations.length;
    const part = isWhole ? operations : select(operations, indices);
    const own = modelOfPart(model, key, part);
    const check = partitionCheck(own, part, settings, bounds);
    return { index, model: own, operations: part, check, spentMs: bounds.now() - startedAt };
  };

  /** Whether the task is done after some more turns. */
  const isDoneAfter = (task: Task<State, Input, Output>, turns: number): boolean => {
    const startedAt = bounds.now();
    const verdict = task.check.advance(turns);
    let result = verdict && resultOf(verdict, partitionAt(task.index), settings);
    if (verdict?.verdict === 'illegal' && result?.verdict === 'illegal') {
      illegal = task;
      if (settings.explain) {
        waiting.forEach(({ check }) => check.release());
        const explanation = explainIllegal(task.model, task.operations, verdict, settings, bounds);
        result = { ...result, explanation };
      }
    }
    task.spentMs += bounds.now() - startedAt;
    if (result !== undefined) {
      const { indices } = partitionAt(task.index);
      const isWhole = indices.length === operations.length;
      const relocated = isWhole ? result : relocate(result, indices);
      results[task.index] = { ...relocated, elapsedMs: task.spentMs };
    }
    return result !== undefined;
  };

  let waiting: Task<State, Input, Output>[] = [];
  // A single one waits for nobody.
  const share = (among: number, turns: number): number => (among === 1 ? Infinity : turns);
  for (let index = 0; index < partitions.length && !isOver(); index++) {
    const task = start(index);
    if (!isDoneAfter(task, share(partitions.length, FIRST_TURNS))) {
      waiting.push(task);
    }
  }
  for (let turns = FIRST_TURNS; waiting.length > 0 && !isOver(); turns *= 2) {
    const own = share(waiting.length, turns);
    waiting = waiting.filter((task) => isOver() || !isDoneAfter(task, own));
  }
  const cause = illegal === undefined ? (bounds.stop() ?? 'time') : 'not-needed';
  return results.map((result, index) => result ?? unknownPartition(partitionAt(index), cause));
}

/** The result of a partition, in positions of the partition. */
function resultOf(
  verdict: PartitionVerdict,
  partition: Partition,
  { explain }: Settings,
): PartitionResult {
  if (verdict.verdict === 'unknown') {
    return unknownPartition(partition, verdict.cause);
  }
  const { key, indices } = partition;
  const facts = { key, operations: indices.length, elapsedMs: 0, method: verdict.method };
  if (verdict.verdict === 'illegal') {
    return { ...facts, verdict: 'illegal' };
  }
  return verdict.order === undefined || !explain
    ? { ...facts, verdict: 'ok' }
    : { ...facts, verdict: 'ok', linearization: verdict.order };
}

/** The result of a partition without a verdict. */
export function unknownPartition(
  { key, indices }: Partition,
  cause: UnknownCause,
): UnknownPartition {
  const message = describeCause(cause);
  return { verdict: 'unknown', key, operations: indices.length, cause, message, elapsedMs: 0 };
}
