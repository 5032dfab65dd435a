import { Rows } from '../machine/rows.js';

const OPERATION = 0;
const BEFORE = 1;
const LENGTH = 2;

/** Legal orders that share prefixes: a forest of (operation, what came before). */
export class Trace {
  private readonly rows = new Rows(3);

  static readonly EMPTY = -1;

  get bytes(): number {
    return this.rows.bytes;
  }

  /** The order that has one more operation than `before`. */
  extend(before: number, operation: number): number {
    const at = this.rows.add();
    const { words } = this.rows;
    words[at + OPERATION] = operation;
    words[at + BEFORE] = before;
    words[at + LENGTH] = this.lengthOf(before) + 1;
    return at;
  }

  lengthOf(trace: number): number {
    return trace === Trace.EMPTY ? 0 : (this.rows.words[trace + LENGTH] as number);
  }

  /** An order from its first operation to its last. */
  orderOf(trace: number): Int32Array {
    const { words } = this.rows;
    const order = new Int32Array(this.lengthOf(trace));
    let place = order.length;
    for (let at = trace; at !== Trace.EMPTY; at = words[at + BEFORE] as number) {
      order[--place] = words[at + OPERATION] as number;
    }
    return order;
  }
}
