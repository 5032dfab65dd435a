import type { OpError, OpType, Process } from '../core/op.js';

/**
 * A value as somebody recorded it: JSON whose numbers keep all their digits (`exactNumber`), so that two
 * values never become one.
 */
export type RecordedValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly RecordedValue[]
  | { readonly [field: string]: RecordedValue };

/** Where something stands in a text; both from 1, columns in UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** One event of a history that anyone may have recorded, and where it stands. */
export interface RecordedEvent {
  readonly process: Process;
  readonly type: OpType;
  readonly f: string;
  /** `undefined`: not recorded, and so not known; `null` is a value. */
  readonly value: RecordedValue | undefined;
  /**
   * Nanoseconds, where it was recorded; a bigint beyond 2^53. The order of a history is that of its
   * events.
   */
  readonly time: number | bigint | undefined;
  readonly node: string | undefined;
  readonly error: OpError | undefined;
  readonly place: Place;
  /** Of an event that had been imported before: its line in the file that it came from. */
  readonly line: number | undefined;
}

/**
 * Reads events of one format from a text that comes in pieces, in memory for one event. `push`
 * gives the events that a piece completes, `end` the rest.
 *
 * Both throw MalformedHistoryError with line and column.
 */
export interface EventReader {
  push(text: string): Iterable<RecordedEvent>;
  end(): Iterable<RecordedEvent>;
  /** What was passed over, in words. */
  readonly notes: readonly string[];
}
