import { MalformedHistoryError, type RecordedEvent } from '../../histories/index.js';
import { FinalReads } from './final-reads.js';
import { keyedOp, refuseKeyed, type KeyedOperation } from './independent.js';
import { Misfit, type CheckableModel, type Conventions, type Decoded } from './models/index.js';
import { Pairing, type RecordedOperation } from './pairing.js';

const FIRST_CAPACITY = 4096;

/**
 * What a history is about: `each` key of values `[key v]` by itself, or `one` object whatever its
 * values are. Where it is `unsaid`, values that look keyed are refused.
 */
export type Objects = 'each' | 'one' | 'unsaid';

/** An op that failed, as if nobody knew: it may have taken effect after all. */
export interface FailedOperation {
  readonly operation: KeyedOperation;
  /** The event that says that it failed. */
  readonly completion: number;
}

/** The operations of a history in the terms of a model, in the order of their completions. */
export class Operations {
  readonly #model: CheckableModel;
  readonly #conventions: Conventions;
  readonly #objects: Objects;
  readonly #pairing = new Pairing();
  readonly #finalReads = new FinalReads();
  readonly #operations: KeyedOperation[] = [];
  readonly #failed: FailedOperation[] = [];
  #lines = new Int32Array(FIRST_CAPACITY);
  #left = 0;

  constructor(model: CheckableModel, conventions: Conventions, objects: Objects) {
    this.#model = model;
    this.#conventions = conventions;
    this.#objects = objects;
  }

  get all(): readonly KeyedOperation[] {
    return this.#operations;
  }

  /** The ops that are left out since they failed. */
  get failed(): readonly FailedOperation[] {
    return this.#failed;
  }

  /** How many events were taken. */
  get events(): number {
    return this.#pairing.events;
  }

  /** How many ops of clients say nothing: they failed, and so did not happen. */
  get leftOut(): number {
    return this.#left;
  }

  /** The line of an event, from 1. */
  lineOf(event: number): number {
    return this.#lines[event] ?? 0;
  }

  /** @throws MalformedHistoryError for an event that does not fit the history or the model. */
  take(event: RecordedEvent): void {
    const index = this.#pairing.events;
    if (index === this.#lines.length) {
      const larger = new Int32Array(index * 2);
      larger.set(this.#lines);
      this.#lines = larger;
    }
    this.#lines[index] = event.place.line;
    const op = this.#pairing.take(event);
    if (op !== undefined) this.#add(op);
  }

  /** Takes what nothing completed. To be called once, after the last event. */
  end(): void {
    for (const op of this.#pairing.unanswered()) this.#add(op);
  }

  #add(recorded: RecordedOperation): void {
    const op = this.#finalReads.take(recorded);
    if (op === undefined) return;
    try {
      const parts = this.#model.split?.(op) ?? null;
      if (parts === null) this.#addOne(op);
      else for (const part of parts) this.#addOne(part.op, part.key);
    } catch (error) {
      if (!(error instanceof Misfit)) throw error;
      const { completion, invocation } = op;
      const { event } = error.at === 'completion' ? (completion ?? invocation) : invocation;
      throw new MalformedHistoryError(
        event.place,
        error.expected,
        error.actual,
        error.advice ?? `look at what ${this.#model.name} understands: ${this.#model.ops}`,
      );
    }
  }

  /** @param key - of its object, where the op named several. */
  #addOne(op: RecordedOperation, key?: string): void {
    const found = this.#decode(op, key);
    if (found !== null) {
      this.#operations.push(operationOf(op, found));
      return;
    }
    this.#left += 1;
    this.#keepFailed(op, key);
  }

  /** Keeps what a failed op would have done. One that the model does not know did nothing. */
  #keepFailed(op: RecordedOperation, key: string | undefined): void {
    if (op.completion === undefined) return;
    try {
      const undone = { ...op, outcome: 'open', result: undefined, completion: undefined } as const;
      const found = this.#decode(undone, key);
      if (found === null) return;
      this.#failed.push({ operation: operationOf(undone, found), completion: op.completion.index });
    } catch (error) {
      if (!(error instanceof Misfit)) throw error;
    }
  }

  #keyed(
    op: RecordedOperation,
  ): { readonly key: string | undefined; readonly op: RecordedOperation } | null {
    if (this.#objects === 'unsaid') refuseKeyed(op);
    return this.#objects === 'each' ? keyedOp(op) : { key: undefined, op };
  }

  #decode(op: RecordedOperation, key: string | undefined): Found | null {
    const keyed = key === undefined ? this.#keyed(op) : { key, op };
    if (keyed === null) return null;
    const decoded =
      op.outcome === 'fail'
        ? (this.#model.decodeFailed?.(keyed.op, this.#conventions) ?? null)
        : this.#model.decode(keyed.op, this.#conventions);
    return decoded === null ? null : { key: keyed.key, decoded };
  }
}

/** An op in the terms of a model, and the key of its object. */
interface Found {
  readonly key: string | undefined;
  readonly decoded: Decoded<unknown, unknown>;
}

function operationOf(op: RecordedOperation, { key, decoded }: Found): KeyedOperation {
  return {
    clientId: op.process,
    key,
    input: decoded.input,
    output: decoded.output,
    call: op.invocation.index,
    return: op.completion?.index ?? Number.POSITIVE_INFINITY,
  };
}
