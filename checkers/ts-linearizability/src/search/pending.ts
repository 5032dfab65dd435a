import type { Problem } from '../history/problem.js';

/**
 * The mandatory operations that are open at one return after the other: called before it, not
 * returned before it. Each has a slot (a bit position) while it is open.
 */
export class Pending {
  /** Slots in use at most. */
  readonly slots: number;
  readonly slotOf: Int32Array;
  /** Open operations by their returns. */
  readonly open: number[] = [];
  private readonly problem: Problem<unknown, unknown>;
  private nextCall = 0;
  private nextReturn = 0;

  constructor(problem: Problem<unknown, unknown>) {
    this.problem = problem;
    this.slotOf = new Int32Array(problem.mandatory);
    const free: number[] = [];
    let used = 0;
    let call = 0;
    for (const returning of problem.byReturn) {
      const deadline = problem.return[returning] as number;
      while (call < problem.mandatory && (problem.call[call] as number) < deadline) {
        this.slotOf[call++] = free.pop() ?? used++;
      }
      free.push(this.slotOf[returning] as number);
    }
    this.slots = used;
  }

  /** Goes to the next return, and gives its operation; -1 at the end. */
  advance(): number {
    const { problem, open } = this;
    if (this.nextReturn > 0) {
      // The operation of the last return was first by return.
      open.shift();
    }
    if (this.nextReturn === problem.mandatory) {
      return -1;
    }
    const returning = problem.byReturn[this.nextReturn++] as number;
    const deadline = problem.return[returning] as number;
    while (
      this.nextCall < problem.mandatory &&
      (problem.call[this.nextCall] as number) < deadline
    ) {
      this.insert(this.nextCall++);
    }
    return returning;
  }

  private insert(operation: number): void {
    const { open, problem } = this;
    const returned = problem.return[operation] as number;
    let at = open.length;
    while (at > 0 && (problem.return[open[at - 1] as number] as number) > returned) {
      at--;
    }
    open.splice(at, 0, operation);
  }
}
