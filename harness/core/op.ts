import type { Json } from './json.js';

/**
 * A logical process. Client processes are numbers; an `info` retires the number and the thread
 * goes on under a new one. The nemesis never changes its process.
 */
export type Process = number | 'nemesis';

/** The process of every fault. */
export const NEMESIS = 'nemesis';

/**
 * What is known of an operation: it was sent (`invoke`), it happened (`ok`), it definitely did
 * not happen (`fail`), or nobody knows (`info`).
 */
export type OpType = 'invoke' | 'ok' | 'fail' | 'info';

/** Why an operation ended as `fail` or `info`. */
export interface OpError {
  /** Stable, lower case, words joined by hyphens: `timeout`, `connection-closed`. */
  readonly code: string;
  /** The store's or the driver's own words. */
  readonly message?: string;
  /** For a compare-and-set that did not match: the value that it saw, which makes it a read. */
  readonly saw?: Json;
}

/** One event of a history. */
export interface Op {
  /** Position in the history, from 0. */
  readonly index: number;
  readonly process: Process;
  readonly type: OpType;
  /** What was asked for: `add`, `read`, `write`, `cas`, `start-partition`. */
  readonly f: string;
  /** `undefined` means unknown (a read that has not been answered); `null` is a value. */
  readonly value?: Json | undefined;
  /** Nanoseconds of the run's monotonic clock, 0 at the start of the run. */
  readonly time: number;
  /** The node that the client was bound to. */
  readonly node?: string | undefined;
  readonly error?: OpError | undefined;
  /** Of an event that was imported: the line of the file on which it stands, from 1. */
  readonly line?: number | undefined;
}

/** What a client is asked to do: the invocation as it stands in the history. */
export type Invocation = Op & { readonly type: 'invoke' };

/** What a client answers. Process, f, time and index are the interpreter's to fill in. */
export type Completion =
  | { readonly type: 'ok'; readonly value?: Json | undefined; readonly node?: string }
  | {
      readonly type: 'fail' | 'info';
      readonly value?: Json | undefined;
      readonly error: OpError;
      readonly node?: string;
    };

/** Whether an event belongs to the nemesis. */
export function isNemesis(op: Pick<Op, 'process'>): boolean {
  return op.process === NEMESIS;
}
