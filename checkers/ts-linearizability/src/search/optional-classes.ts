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

  constructor(problem: Problem<unknown, unknown>) {
    const { mandatory, optional, classOf } = problem;
    const slots = new Map<number, number[]>();
    for (let i = mandatory; i < mandatory + optional; i++) {
      const operationClass = classOf[i] as number;
      const members = slots.get(operationClass);
      if (members === undefined) {
        slots.set(operationClass, [i]);
      } else {
        members.push(i);
      }
    }
    // A Map keeps the order of insertion: classes come by their first calls.
    this.count = slots.size;
    this.classOf = Int32Array.from(slots.keys());
    this.members = Int32Array.from([...slots.values()].flat());
    this.start = new Int32Array(this.count + 1);
    let end = 0;
    let slot = 0;
    for (const members of slots.values()) {
      end += members.length;
      this.start[++slot] = end;
    }
  }
}
