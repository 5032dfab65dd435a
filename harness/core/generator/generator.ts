import type { Json } from '../json.js';
import type { Op, Process } from '../op.js';
import type { Context } from './context.js';

/** What an op asks for, before it has a process and a time. */
export interface OpTemplate {
  readonly f: string;
  readonly value?: Json | undefined;
}

/**
 * What a generator wants done. `invoke` goes to a client or the nemesis and into the history;
 * `sleep` keeps a thread busy; `log` writes a line to the harness' log.
 */
export type PlannedOp =
  | {
      readonly type: 'invoke';
      readonly process: Process;
      /** Not before this time, in nanoseconds of the run's clock. */
      readonly time: number;
      readonly f: string;
      readonly value?: Json | undefined;
    }
  | {
      readonly type: 'sleep';
      readonly process: Process;
      readonly time: number;
      readonly duration_ms: number;
    }
  | {
      readonly type: 'log';
      readonly process: Process;
      readonly time: number;
      readonly message: string;
    };

/** What asking a generator gives. */
export type Draw =
  /** An op, and the generator for what comes after it. */
  | { readonly kind: 'op'; readonly op: PlannedOp; readonly next: Generator }
  /** Nothing now; ask again after the next event, or at `wake` (nanoseconds) if given. */
  | { readonly kind: 'pending'; readonly wake?: number; readonly next: Generator }
  /** Nothing ever again. */
  | { readonly kind: 'done' };

/**
 * A pure value that says what to do next. Asking changes nothing: the interpreter may ask, drop
 * the answer, and ask again.
 */
export interface Generator {
  op(context: Context): Draw;
  /** The generator after an event (an invocation or a completion) of one of its threads. */
  update(context: Context, event: GeneratorEvent): Generator;
}

/** What a generator is told of: an op of the history, or the end of a sleep. */
export type GeneratorEvent = Pick<Op, 'process' | 'type' | 'f' | 'value' | 'time' | 'error'>;

/** The answer of a generator that has nothing more to give. */
export const DONE: Draw = { kind: 'done' };

/** A generator that gives nothing. */
export const nothing: Generator = {
  op: () => DONE,
  update: () => nothing,
};
