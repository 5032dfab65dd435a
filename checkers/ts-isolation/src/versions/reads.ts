import { IntList } from '../values/int-list.js';

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

  constructor(capacity: number) {
    this.transaction = new IntList(capacity);
    this.version = new IntList(capacity);
    this.op = new IntList(capacity);
  }

  get length(): number {
    return this.op.length;
  }

  add(transaction: number, version: number, op: number): void {
    this.transaction.push(transaction);
    this.version.push(version);
    this.op.push(op);
  }
}
