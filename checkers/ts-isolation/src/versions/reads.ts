import { IntList } from '../values/int-list.js';
import { int32Array } from '../values/typed-arrays.js';

/**
 * What committed transactions read of others, in columns, in the order of the history. Left out are
 * reads that tell nothing of others: of a transaction's own writes, and of what must not be seen.
 */
export class Reads {
  readonly transaction: IntList;
  /** The version that was read. */
  readonly version: IntList;
  /** The micro-op that read it. */
  readonly op: IntList;
  readonly #again: Int32Array;
  #firsts: Int32Array | undefined;

  /** @param again - of each micro-op: the next that read the same version again; 0 where none did. */
  constructor(capacity: number, again: Int32Array) {
    this.transaction = new IntList(capacity);
    this.version = new IntList(capacity);
    this.op = new IntList(capacity);
    this.#again = again;
  }

  get length(): number {
    return this.op.length;
  }

  add(transaction: number, version: number, op: number): void {
    this.transaction.push(transaction);
    this.version.push(version);
    this.op.push(op);
  }

  /**
   * Where the reads of each transaction begin: those of t are the ones from there up to where those of t + 1 do. To
   * be asked for when all reads are there.
   * @param transactions - how many there are.
   */
  firstOf(transactions: number): Int32Array {
    if (this.#firsts !== undefined) return this.#firsts;
    const first = int32Array(transactions + 1);
    let t = 0;
    for (let read = 0; read < this.length; read += 1) {
      for (; t < this.transaction.at(read); t += 1) first[t + 1] = read;
    }
    this.#firsts = first.fill(this.length, t + 1);
    return this.#firsts;
  }

  /** The last micro-op that read what this one read, with nothing else read of the key between them. */
  lastOf(op: number): number {
    let last = op;
    while (this.#again[last] !== 0) last = this.#again[last] as number;
    return last;
  }
}
