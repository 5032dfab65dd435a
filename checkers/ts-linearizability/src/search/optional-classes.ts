import type { Problem } from '../history/problem.js';

/**
 * The optional operations by class. Members of one class are interchangeable, so they are
 * used in the order of their calls, and how many are used says it all.
 */
export class OptionalClasses {
  /** How many classes have optional operations. */
  readonly count: number;
  /** Class of operations of each; by their first calls. */
  readonly classOf: Int32Array;
  /** Where the members of each begin in `members`; one more entry for the end. */
  readonly start: Int32Array;
  /** Optional operations (indices of the problem) by class, then by call. */
  readonly members: Int32Array;

  constructor({ mandatory, optional, classOf }: Problem<unknown, unknown>) {
    const byClass = new Map<number, number[]>();
    for (let i = mandatory; i < mandatory + optional; i++) {
      const members = byClass.get(classOf[i] as number) ?? [];
      byClass.set(classOf[i] as number, members);
      members.push(i);
    }
    this.count = byClass.size;
    this.classOf = Int32Array.from(byClass.keys());
    this.members = Int32Array.from([...byClass.values()].flat());
    this.start = new Int32Array(this.count + 1);
    for (const [slot, members] of [...byClass.values()].entries()) {
      this.start[slot + 1] = (this.start[slot] as number) + members.length;
    }
  }
}
