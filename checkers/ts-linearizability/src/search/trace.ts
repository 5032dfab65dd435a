import { Rows } from './rows.js';

const OPERATION = 0;
const BEFORE = 1;
const LENGTH = 2;

/** Legal orders that share prefixes: a forest of (operation, what came before). */
export class Trace {
  private readonly rows = new Rows(3);
  private size = 0;

  static readonly EMPTY = -1;

  get bytes(): number {
    return this.rows.bytes;
  }

  /** The order that has one more operation than `before`. */
  extend(before: number, operation: number): number {
    const { rows, size } = this;
    rows.reserve(size);
    const page = rows.pageOf(size);
    const at = rows.offsetOf(size);
    page[at + OPERATION] = operation;
    page[at + BEFORE] = before;
    page[at + LENGTH] = this.lengthOf(before) + 1;
    return this.size++;
  }

  lengthOf(trace: number): number {
    return trace === Trace.EMPTY ? 0 : this.word(trace, LENGTH);
  }

  /** An order from its first operation to its last. */
  orderOf(trace: number): Int32Array {
    const order = new Int32Array(this.lengthOf(trace));
    let place = order.length;
    for (let at = trace; at !== Trace.EMPTY; at = this.word(at, BEFORE)) {
      order[--place] = this.word(at, OPERATION);
    }
    return order;
  }

  private word(trace: number, column: number): number {
    return this.rows.pageOf(trace)[this.rows.offsetOf(trace) + column] as number;
  }
}
