import type { Model, Operation } from '../types.js';

/** Histories that are judged one after the other, with their model. */
export interface Subject {
  readonly model: Model<unknown, unknown, unknown>;
  readonly histories: readonly (readonly Operation<unknown, unknown>[])[];
}

/** One row of the benchmark's table. */
export interface BenchmarkCase {
  readonly name: string;
  /** Of all histories; not given where they differ. */
  readonly verdict?: 'ok' | 'illegal';
  /** Processor time of a check without proof, at most. */
  readonly limitMs: number;
  /** Of the whole process, the history included. */
  readonly limitMB?: number;
  /** Times as fast as the textbook at least, which judges it too; 0: it does, without a bound. */
  readonly textbook?: number;
  /** No histories where their files are not there. */
  readonly prepare: () => Subject;
}
