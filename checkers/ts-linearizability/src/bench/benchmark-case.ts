import type { Model, Operation } from '../types.js';

export type AnyModel = Model<unknown, unknown, unknown>;

/** A generated history of any kind. */
export type History = readonly Operation<
  { readonly f: string; readonly value?: unknown; readonly to?: unknown },
  unknown
>[];

/** Histories that are judged one after the other, with their model. */
export interface Subject {
  readonly model: AnyModel;
  readonly histories: readonly (readonly Operation<unknown, unknown>[])[];
}

/** What a case may cost. */
export interface Limits {
  /** Processor time of a check without proof, at most. */
  readonly limitMs: number;
  /** Of the whole process, the history included. */
  readonly limitMB?: number;
  /** Times as fast as the textbook at least, which judges it too; 0: it does, without a bound. */
  readonly textbook?: number;
}

/** One row of the benchmark's table. */
export interface BenchmarkCase extends Limits {
  readonly name: string;
  /** Of all histories; not given where they differ. */
  readonly verdict?: 'ok' | 'illegal';
  /** No histories where their files are not there. */
  readonly prepare: () => Subject;
}
