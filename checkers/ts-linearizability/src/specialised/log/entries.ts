import type { LogInput, LogOutput } from '../../models/inputs.js';
import type { Operation } from '../../types.js';
import { UNRANKED } from '../ranks.js';
import { HIGHEST, LOWEST } from '../steps/bounds.js';
import type { Steps } from '../steps/schedule.js';
import { ValueIds } from '../value-ids.js';

export type LogOperations = readonly Operation<LogInput, LogOutput>[];

const NONE = -1;
const SEVERAL = -2;

/** A log by its entries: it goes through the steps 0, 1, 2... by its appends. */
export interface LogEntries {
  readonly steps: Steps;
  /** All appends. */
  readonly appends: readonly number[];
  /** By appends that did not say their offset: the read that did; negative for all others. */
  readonly readOf: Int32Array;
  /** Operations without a place of their own, reads at an offset among them. */
  readonly passive: readonly number[];
}

/** Operations that contradict each other, or themselves, whatever their times. */
export interface ImpossibleEntry {
  readonly impossible: readonly number[];
  readonly reason: 'not-an-offset' | 'never-appended' | 'two-values' | 'two-offsets';
}

/** Sorts out the operations, or says in words why the place of one of them is not known. */
export function logEntries(operations: LogOperations): LogEntries | ImpossibleEntry | string {
  return new EntryReader(operations).read();
}

class EntryReader {
  readonly #operations: LogOperations;
  readonly #ids: ValueIds;
  readonly #rank: Int32Array;
  readonly #low: Int32Array;
  readonly #high: Int32Array;
  /** Appends that do not say their offset, and which of them have no place yet. */
  readonly #silent: number[] = [];
  readonly #isFree: Uint8Array;
  readonly #appends: number[] = [];
  readonly #passive: number[] = [];
  /** By offset: the value that must be there, and an operation that says so. */
  readonly #valueAt: Int32Array;
  readonly #saidBy: Int32Array;
  readonly #appendAt: Int32Array;
  readonly #readOf: Int32Array;
  #last = 0;

  constructor(operations: LogOperations) {
    this.#operations = operations;
    this.#ids = new ValueIds(operations.length);
    this.#isFree = new Uint8Array(operations.length);
    this.#readOf = new Int32Array(operations.length).fill(NONE);
    this.#rank = new Int32Array(operations.length).fill(UNRANKED);
    this.#low = new Int32Array(operations.length).fill(LOWEST);
    this.#high = new Int32Array(operations.length).fill(HIGHEST);
    this.#valueAt = new Int32Array(operations.length).fill(NONE);
    this.#saidBy = new Int32Array(operations.length).fill(NONE);
    this.#appendAt = new Int32Array(operations.length).fill(NONE);
  }

  read(): LogEntries | ImpossibleEntry | string {
    for (let i = 0; i < this.#operations.length; i++) {
      const flaw = this.#take(i);
      if (flaw !== undefined) {
        return flaw;
      }
    }
    return this.#placeSeen() ?? this.#entries();
  }

  #entries(): LogEntries {
    const free: number[] = [];
    for (let i = 0; i < this.#silent.length; i++) {
      const append = this.#silent[i] as number;
      if (this.#isFree[append] === 1) {
        free.push(append);
      }
    }
    return {
      steps: { rank: this.#rank, low: this.#low, high: this.#high, free, last: this.#last },
      appends: this.#appends,
      readOf: this.#readOf,
      passive: this.#passive,
    };
  }

  #take(i: number): ImpossibleEntry | string | undefined {
    const { input, output, return: returned } = this.#operations[i] as LogOperations[number];
    if (input.f === 'append') {
      this.#appends.push(i);
    }
    if (returned === Infinity && output !== undefined) {
      return `operation ${i} has an answer, but no time of it`;
    }
    if (output === undefined) {
      if (input.f === 'append') {
        this.#silent.push(i);
        this.#isFree[i] = 1;
      } else if (returned !== Infinity) {
        this.#passive.push(i);
      }
      return undefined;
    }
    switch (input.f) {
      case 'append':
        if (!this.#isOffset(output)) {
          return { impossible: [i], reason: 'not-an-offset' };
        }
        this.#place(i, output);
        return this.#say(i, output, this.#ids.idOf(input.value));
      case 'length':
        // A length is the offset that comes next.
        if (!this.#isOffset(output)) {
          return { impossible: [i], reason: 'not-an-offset' };
        }
        this.#fix(i, 2 * output + 1);
        return undefined;
      default:
        return this.#takeRead(i, input.offset, output);
    }
  }

  #takeRead(i: number, offset: number, output: LogOutput): ImpossibleEntry | string | undefined {
    if (!Number.isSafeInteger(offset) || offset < 0) {
      return `operation ${i} reads at ${offset}, which is no offset`;
    }
    this.#passive.push(i);
    if (output === null) {
      // Beyond the number of operations, nothing can be.
      this.#high[i] = offset < this.#operations.length ? 2 * offset + 1 : HIGHEST;
      return undefined;
    }
    if (!this.#isOffset(offset)) {
      return { impossible: [i], reason: 'never-appended' };
    }
    this.#low[i] = 2 * offset + 3;
    this.#last = Math.max(this.#last, offset + 1);
    return this.#say(i, offset, this.#ids.idOf(output));
  }

  /** Notes that an operation says which value is at an offset. */
  #say(operation: number, offset: number, id: number): ImpossibleEntry | undefined {
    const other = this.#saidBy[offset] as number;
    if (other !== NONE && this.#valueAt[offset] !== id) {
      return { impossible: [other, operation], reason: 'two-values' };
    }
    this.#valueAt[offset] = id;
    this.#saidBy[offset] = operation;
    return undefined;
  }

  /** Finds the appends of values that were read where no append said that it put them. */
  #placeSeen(): ImpossibleEntry | string | undefined {
    const appendOf = this.#appendOf();
    for (let offset = 0; offset < this.#saidBy.length; offset++) {
      const reader = this.#saidBy[offset] as number;
      if (reader === NONE || this.#appendAt[offset] !== NONE) {
        continue;
      }
      const id = this.#valueAt[offset] as number;
      const append = appendOf[id] ?? NONE;
      if (append === SEVERAL) {
        return `operation ${reader} saw a value that was appended more than once`;
      }
      if (append === NONE) {
        return { impossible: [reader], reason: 'never-appended' };
      }
      if (this.#isFree[append] === 0) {
        const first = this.#appendAt.indexOf(append);
        const others = [append, this.#saidBy[first] as number];
        return { impossible: [...others, reader], reason: 'two-offsets' };
      }
      this.#isFree[append] = 0;
      this.#place(append, offset);
      this.#readOf[append] = reader;
    }
    return undefined;
  }

  /** By value: the append that does not say where it put it, `NONE`, or `SEVERAL`. */
  #appendOf(): Int32Array {
    // Each of them may bring one value that is new.
    const appendOf = new Int32Array(this.#ids.count + this.#silent.length).fill(NONE);
    for (let i = 0; i < this.#silent.length; i++) {
      const append = this.#silent[i] as number;
      const id = this.#ids.idOf(this.#valueOf(append));
      appendOf[id] = appendOf[id] === NONE ? append : SEVERAL;
    }
    return appendOf;
  }

  #valueOf(append: number): LogOutput {
    const input = this.#operations[append]?.input;
    return input?.f === 'append' ? input.value : null;
  }

  #place(append: number, offset: number): void {
    this.#fix(append, 2 * (offset + 1));
    this.#appendAt[offset] = append;
  }

  #fix(operation: number, rank: number): void {
    this.#rank[operation] = rank;
    this.#low[operation] = rank;
    this.#high[operation] = rank;
    this.#last = Math.max(this.#last, rank >> 1);
  }

  /** No offset can be as large as the number of operations. */
  #isOffset(value: LogOutput): value is number {
    return (
      typeof value === 'number' &&
      Number.isInteger(value) &&
      value >= 0 &&
      value < this.#operations.length
    );
  }
}
