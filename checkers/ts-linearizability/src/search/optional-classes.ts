import type { Problem } from '../history/problem.js';

/**
 * The optional operations by class. Members of one class are interchangeable, so they are
 * used in the order of their calls, and how many are used says it all.
 */
export class OptionalClasses {
  /** How many classes have optional operations. */
  readonly count: number;
  /** Class of operations of each. */
  readonly classOf: Int32Array;
  /** Where the members of each begin in `members`; one more entry for the end. */
  readonly start: Int32Array;
  /** Optional operations (indices of the problem) by class, then by call. */
  readonly members: Int32Array;

  private constructor(classOf: Int32Array, start: Int32Array, members: Int32Array) {
    this.count = classOf.length;
    this.classOf = classOf;
    this.start = start;
    this.members = members;
  }

  static of(problem: Problem<unknown, unknown>): OptionalClasses {
    const { mandatory, optional, classOf, classes } = problem;
    const slotOf = new Int32Array(optional > 0 ? classes.length : 0).fill(-1);
    const slots: number[] = [];
    const sizes: number[] = [];
    // By their calls, so classes come by their first calls.
    for (let i = 0; i < optional; i++) {
      const operationClass = classOf[mandatory + i] as number;
      let slot = slotOf[operationClass] as number;
      if (slot < 0) {
        slot = slots.push(operationClass) - 1;
        slotOf[operationClass] = slot;
        sizes.push(0);
      }
      sizes[slot] = (sizes[slot] as number) + 1;
    }
    const start = new Int32Array(slots.length + 1);
    for (let slot = 0; slot < slots.length; slot++) {
      start[slot + 1] = (start[slot] as number) + (sizes[slot] as number);
    }
    const next = start.slice();
    const members = new Int32Array(optional);
    for (let i = mandatory; i < mandatory + optional; i++) {
      const slot = slotOf[classOf[i] as number] as number;
      const place = next[slot] as number;
      members[place] = i;
      next[slot] = place + 1;
    }
    return new OptionalClasses(new Int32Array(slots), start, members);
  }
}
