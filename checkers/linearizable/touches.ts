import { valueKey, type Key } from 'ts-linearizability';
import { FINAL_READ } from '../../harness/core/final-read.js';
import type { History } from '../../harness/core/history.js';
import type { ObjectModel, Touching } from '../../harness/core/model.js';
import type { OpType } from '../../harness/core/op.js';
import { historyOp } from '../history-op.js';
import { keyedOp } from './keyed-op.js';
import type { JudgedOperation, Options } from './operations.js';

/** How an op of the history touches one value. */
export interface Touch extends Touching {
  /** Equal for equal values. */
  readonly key: Key;
  /** Index of the invocation: ops are in the order of their positions, whatever their times are. */
  readonly op: number;
  /** Index of the completion; infinite where no answer came: it may take effect at any later time. */
  readonly end: number;
  /** What became of the op; `info` where nothing is known. */
  readonly outcome: OpType;
  readonly start_ns: number;
  readonly end_ns: number;
  /** The node that answered, or that was asked. */
  readonly node: string | undefined;
}

/** How ops touch values; nothing of an object that does not hold one value at a time. */
export class Touches {
  readonly #history: History;
  readonly #model: ObjectModel;
  readonly #options: Options;

  constructor(history: History, model: ObjectModel, options: Options) {
    this.#history = history;
    this.#model = model;
    this.#options = options;
  }

  /** How some operations touch values: a `cas 3 -> 4` replaces 3 and brings 4. */
  of(operations: readonly JudgedOperation[]): readonly Touch[] {
    return this.#model.touches === undefined
      ? []
      : operations.flatMap((operation) => this.#at(operation));
  }

  /** Some touches, and those of all operations that bring a value which these see only. */
  withBringers(touches: readonly Touch[], all: readonly JudgedOperation[]): readonly Touch[] {
    const brought = new Set(touches.flatMap(({ does, key }) => (does === 'brings' ? [key] : [])));
    const missing = new Set(touches.map(({ key }) => key).filter((key) => !brought.has(key)));
    if (missing.size === 0) return touches;
    const bringers = this.of(all).filter(({ does, key }) => does === 'brings' && missing.has(key));
    return [...touches, ...bringers];
  }

  #at({ call }: JudgedOperation): readonly Touch[] {
    const history = this.#history;
    const { op, completion } = historyOp(history, call);
    const isFinal = op.f === FINAL_READ;
    const read = isFinal ? { ...op, f: 'read' } : op;
    const own = this.#options.independent === true ? keyedOp(read)?.op : read;
    const end = completion === null || op.outcome === 'info' ? Infinity : completion;
    const base = {
      op: call,
      end,
      outcome: op.outcome,
      start_ns: history.time(call),
      end_ns: end === Infinity ? Infinity : history.time(end),
      node: (completion === null ? undefined : history.node(completion)) ?? history.node(call),
    };
    return (own === undefined ? [] : (this.#model.touches?.(own) ?? [])).map((touching) => ({
      ...base,
      ...touching,
      key: valueKey(touching.value),
      words: isFinal && touching.words === 'read' ? 'read at the end' : touching.words,
    }));
  }
}
