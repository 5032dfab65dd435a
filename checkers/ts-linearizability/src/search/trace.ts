/** Legal orders that share prefixes: a forest of (operation, what came before). */
export class Trace {
  private operations = new Int32Array(256);
  private before = new Int32Array(256);
  private length = new Int32Array(256);
  private size = 0;

  static readonly EMPTY = -1;

  get bytes(): number {
    return 3 * this.operations.byteLength;
  }

  /** The order that has one more operation than `before`. */
  extend(before: number, operation: number): number {
    if (this.size === this.operations.length) {
      this.operations = doubled(this.operations);
      this.before = doubled(this.before);
      this.length = doubled(this.length);
    }
    this.operations[this.size] = operation;
    this.before[this.size] = before;
    this.length[this.size] = this.lengthOf(before) + 1;
    return this.size++;
  }

  lengthOf(trace: number): number {
    return trace === Trace.EMPTY ? 0 : (this.length[trace] as number);
  }

  /** An order from its first operation to its last. */
  orderOf(trace: number): Int32Array {
    const order: number[] = [];
    for (let at = trace; at !== Trace.EMPTY; at = this.before[at] as number) {
      order.push(this.operations[at] as number);
    }
    return Int32Array.from(order.reverse());
  }
}

function doubled(words: Int32Array): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(2 * words.length);
  longer.set(words);
  return longer;
}
