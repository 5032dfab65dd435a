import type { Problem } from '../history/problem.js';

/**
 * The unplaced mandatory operations, in doubly linked lists over typed arrays (Wing and
 * Gong's list, as Lowe uses it): operations that change state by call, read-only ones by
 * call, all by return, and the members of each class by return.
 *
 * Node i is operation i; list heads come after the operations. Removal and restoration are
 * O(1) if restored in reverse order.
 */
export class UnplacedLists {
  readonly next: Int32Array;
  readonly nextReturn: Int32Array;
  readonly nextSame: Int32Array;
  readonly previousSame: Int32Array;
  /** Head of the operations that change state; read-only ones: `mutators + 1`. */
  readonly mutators: number;
  readonly readers: number;
  readonly isReader: Uint8Array;
  private readonly previous: Int32Array;
  private readonly previousReturn: Int32Array;

  constructor({ mandatory, classOf, classes, byReturn }: Problem<unknown, unknown>) {
    this.mutators = mandatory;
    this.readers = mandatory + 1;
    this.isReader = new Uint8Array(mandatory).map((_, i) =>
      classes[classOf[i] as number]?.readOnly === true ? 1 : 0,
    );
    // At first every node is a list by itself.
    const alone = (length: number): Int32Array => {
      const nodes = new Int32Array(length);
      for (let node = 0; node < length; node++) {
        nodes[node] = node;
      }
      return nodes;
    };
    this.next = alone(mandatory + 2);
    this.previous = alone(mandatory + 2);
    this.nextReturn = alone(mandatory + 1);
    this.previousReturn = alone(mandatory + 1);
    this.nextSame = alone(mandatory + classes.length);
    this.previousSame = alone(mandatory + classes.length);
    for (let i = 0; i < mandatory; i++) {
      append(this.next, this.previous, this.isReader[i] === 1 ? this.readers : this.mutators, i);
    }
    for (const i of byReturn) {
      append(this.nextReturn, this.previousReturn, mandatory, i);
      append(this.nextSame, this.previousSame, mandatory + (classOf[i] as number), i);
    }
  }

  /** Whether a node belongs to the list of read-only operations. */
  isReaderNode(node: number): boolean {
    return node === this.readers || this.isReader[node] === 1;
  }

  /** Takes an operation out of all its lists. */
  remove(i: number): void {
    unlink(this.next, this.previous, i);
    unlink(this.nextReturn, this.previousReturn, i);
    unlink(this.nextSame, this.previousSame, i);
  }

  /** Puts back the operation that was removed last. */
  restore(i: number): void {
    relink(this.nextSame, this.previousSame, i);
    relink(this.nextReturn, this.previousReturn, i);
    relink(this.next, this.previous, i);
  }
}

function append(next: Int32Array, previous: Int32Array, head: number, node: number): void {
  const last = previous[head] as number;
  next[last] = node;
  previous[node] = last;
  next[node] = head;
  previous[head] = node;
}

function unlink(next: Int32Array, previous: Int32Array, node: number): void {
  const after = next[node] as number;
  const before = previous[node] as number;
  next[before] = after;
  previous[after] = before;
}

function relink(next: Int32Array, previous: Int32Array, node: number): void {
  next[previous[node] as number] = node;
  previous[next[node] as number] = node;
}
