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
import { judgePartition, type PartitionVerdict } from './partition.js';
import { modelOfPart } from './partitions.js';
import { relocate } from './relocate.js';
import type { Settings } from './settings.js';

/** So long a partition is judged before the next one starts. */
const FIRST_MS = 4;
/** So long a specialised checker that searches may take the first time, if other partitions wait. */
const FIRST_ASKED_MS = 100;

/**
 * Judges the partitions of a history one after the other. Those that take long take turns, each
 * time for twice as long, so that a hard one does not hide an illegal one, which ends all others.
 */
export function judgePartitions<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  partitions: readonly Partition[],
  settings: Settings,
  bounds: Bounds,
): readonly PartitionResult[] {
  const results: (PartitionResult | undefined)[] = Array.from(partitions, () => undefined);
  const spentMs = new Float64Array(partitions.length);
  const firstMs = partitions.length === 1 ? Infinity : FIRST_ASKED_MS;
  let isIllegal = false;
  const isOver = (): boolean => isIllegal || bounds.stop() !== undefined;

  function* judged(partition: Partition): Generator<void, PartitionResult | undefined> {
    const { key, indices } = partition;
    const isWhole = indices.length === operations.length;
    const part = isWhole ? operations : select(operations, indices);
    const own = modelOfPart(model, key, part);
    const verdict = yield* judgePartition(own, part, settings, bounds, firstMs);
    let result = resultOf(verdict, partition, settings);
    if (verdict.verdict === 'illegal' && result.verdict === 'illegal') {
      isIllegal = true;
      if (settings.explain) {
        const others = waiting.filter((task) => task.partition !== partition);
        others.forEach(({ turns }) => turns.return(undefined));
        const explanation = explainIllegal(own, part, verdict, settings, bounds);
        result = { ...result, explanation };
      }
    }
    return isWhole ? result : relocate(result, indices);
  }

  let waiting = partitions.map((partition, index) => ({
    index,
    partition,
    turns: judged(partition),
  }));
  for (let ms = FIRST_MS; waiting.length > 0 && !isOver(); ms *= 2) {
    // A single one waits for nobody.
    const shareMs = waiting.length === 1 ? Infinity : ms;
    waiting = waiting.filter(({ index, turns }) => {
      if (isOver()) {
        return true;
      }
      const startedAt = bounds.now();
      let turn = turns.next();
      while (turn.done !== true && bounds.now() - startedAt < shareMs) {
        turn = turns.next();
      }
      const elapsedMs = (spentMs[index] as number) + bounds.now() - startedAt;
      spentMs[index] = elapsedMs;
      results[index] = turn.done === true && turn.value ? { ...turn.value, elapsedMs } : undefined;
      return turn.done !== true;
    });
  }
  const cause = isIllegal ? 'not-needed' : (bounds.stop() ?? 'time');
  return results.map(
    (result, index) => result ?? unknownPartition(partitions[index] as Partition, cause),
  );
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
