import type { CheckOptions, Operation, PartitionResult, Progress } from '../types.js';

/** The options that can be sent to a worker. */
export type PlainOptions = Omit<CheckOptions, 'signal' | 'onProgress'>;

/** Some operations of a large partition, which would take too long to send at once. */
export interface Piece {
  readonly type: 'piece';
  readonly operations: readonly Operation<unknown, unknown>[];
}

/** A partition to check; its results have positions in its own operations. */
export interface Job {
  readonly index: number;
  readonly key: string;
  /** All of them, or the last ones if there were pieces before. */
  readonly operations: readonly Operation<unknown, unknown>[];
}

/** To a worker: check these, one after the other. What came in pieces belongs to the first. */
export interface Order {
  readonly type: 'check';
  readonly model: string;
  readonly modelOptions: unknown;
  readonly options: PlainOptions;
  readonly jobs: readonly Job[];
  /** One word that turns non-zero when no verdict is needed any more. */
  readonly cancel: Int32Array | undefined;
}

/**
 * From a worker: it is ready for orders; how far it is with a job, every 100 ms; one job is done;
 * all of an order are; or it failed.
 */
export type Answer =
  | { readonly type: 'ready' }
  | { readonly type: 'progress'; readonly index: number; readonly progress: Progress }
  | { readonly type: 'result'; readonly index: number; readonly result: PartitionResult }
  | { readonly type: 'done' }
  | { readonly type: 'failed'; readonly message: string };
