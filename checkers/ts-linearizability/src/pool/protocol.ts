import type { CheckOptions, Operation, PartitionResult } from '../types.js';

/** The options that can be sent to a worker. */
export type PlainOptions = Omit<CheckOptions, 'signal' | 'onProgress'>;

/** A partition to check; its results have positions in its own operations. */
export interface Job {
  readonly index: number;
  readonly key: string;
  readonly operations: readonly Operation<unknown, unknown>[];
}

/** To a worker: check these, one after the other. */
export interface Order {
  readonly type: 'check';
  readonly model: string;
  readonly modelOptions: unknown;
  readonly options: PlainOptions;
  readonly jobs: readonly Job[];
  /** One word that turns non-zero when no verdict is needed any more. */
  readonly cancel: Int32Array | undefined;
}

/** From a worker: it is ready for orders, one job is done, all of an order are, or it failed. */
export type Answer =
  | { readonly type: 'ready' }
  | { readonly type: 'result'; readonly index: number; readonly result: PartitionResult }
  | { readonly type: 'done' }
  | { readonly type: 'failed'; readonly message: string };
