import { isPause } from '../resumable/pauses.js';
import type {
  Partition,
  PartitionResult,
  Resumable,
  UnknownCause,
  UnknownPartition,
} from '../types.js';
import { describeCause } from './bounds.js';

/** A result of which the cause can still be given. */
type OpenResult = { -readonly [Field in keyof UnknownPartition]: UnknownPartition[Field] };

/**
 * The results of all partitions, unknown for lack of time until they are settled. They are made
 * beforehand: a million of them, made when the time is over, would be late.
 */
export class Results {
  readonly all: readonly PartitionResult[];
  private readonly isSettled: Uint8Array;
  /** How many are settled. */
  settled = 0;

  private constructor(all: readonly PartitionResult[]) {
    this.all = all;
    this.isSettled = new Uint8Array(all.length);
  }

  static *of(partitions: readonly Partition[]): Resumable<Results> {
    const all: PartitionResult[] = [];
    for (let index = 0; index < partitions.length; index++) {
      if (isPause(index)) {
        yield;
      }
      const { key, indices } = partitions[index] as Partition;
      all.push(unknownPartition(key, indices.length, 'time'));
    }
    return new Results(all);
  }

  settle(index: number, result: PartitionResult): void {
    this.settled += this.isSettled[index] === 0 ? 1 : 0;
    this.isSettled[index] = 1;
    (this.all as PartitionResult[])[index] = result;
  }

  /** Says of all that are not settled why not. */
  *giveCause(cause: UnknownCause): Resumable<void> {
    if (cause === 'time') {
      return;
    }
    const message = describeCause(cause);
    for (let index = 0; index < this.all.length; index++) {
      if (isPause(index)) {
        yield;
      }
      if (this.isSettled[index] === 0) {
        const result = this.all[index] as OpenResult;
        result.cause = cause;
        result.message = message;
      }
    }
  }
}

/** The result of a partition without a verdict. */
export function unknownPartition(
  key: string,
  operations: number,
  cause: UnknownCause,
): UnknownPartition {
  const message = describeCause(cause);
  return { verdict: 'unknown', key, operations, cause, message, elapsedMs: 0 };
}
