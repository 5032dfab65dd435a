import { IntList } from '../values/int-list.js';

// How it is known that one version comes before another, and which edges follow from it.

/** Always: `ww` from writer to writer, `rw` from the readers of the first to the second's writer. */
export const CERTAIN = 0;
/** The writers have this order by other edges, so only `rw` follows. */
export const READERS = 1;
/** The same, by the order of a process that wrote the second version. */
export const READERS_PROCESS = 2;
/** The same, by real time, as the second version was written. */
export const READERS_REALTIME = 3;
/** As reads told the order: the writers have it too, for levels at which reads are in order. */
export const BOTH = 4;
export const BOTH_PROCESS = 5;
export const BOTH_REALTIME = 6;

/** What is known of the order of the versions of keys: pairs, in columns. */
export class VersionOrder {
  readonly before: IntList;
  readonly after: IntList;
  /** How it is known, and what follows from it. */
  readonly basis: IntList;

  constructor(capacity: number) {
    this.before = new IntList(capacity);
    this.after = new IntList(capacity);
    this.basis = new IntList(capacity);
  }

  get length(): number {
    return this.before.length;
  }

  add(before: number, after: number, basis: number): void {
    this.before.push(before);
    this.after.push(after);
    this.basis.push(basis);
  }
}
