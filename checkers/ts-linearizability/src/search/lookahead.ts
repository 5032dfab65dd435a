import type { Problem } from '../history/problem.js';
import type { Steps } from '../machine/machine.js';
import type { UnplacedLists } from './lists.js';
import type { OptionalClasses } from './optional-classes.js';

/** So many of the next returns are gone over, and so many of their answers are looked at. */
const RETURNS_AHEAD = 64;
const ANSWERS_AHEAD = 8;

/**
 * Tells from what comes next that a configuration has no future: an operation that must be placed
 * soon is not legal after any that can still go before it, by what the model says of its states.
 */
export class Lookahead {
  private readonly problem: Problem<unknown, unknown>;
  private readonly machine: Steps;
  private readonly lists: UnplacedLists;
  private readonly optional: OptionalClasses;
  private readonly used: Int32Array;
  /** Per class: 1 if it has an answer, which not every state gives. */
  private readonly isAnswered: Uint8Array;
  /** Slots of optional operations that overwrite. */
  private readonly overwritingSlots: readonly number[];

  constructor(
    problem: Problem<unknown, unknown>,
    machine: Steps,
    lists: UnplacedLists,
    optional: OptionalClasses,
    used: Int32Array,
  ) {
    this.problem = problem;
    this.machine = machine;
    this.lists = lists;
    this.optional = optional;
    this.used = used;
    this.isAnswered = Uint8Array.from(problem.classes, ({ readOnly, output }) =>
      readOnly || (output !== undefined && output !== null) ? 1 : 0,
    );
    this.overwritingSlots = [...optional.classOf.keys()].filter((slot) =>
      machine.overwrites(optional.classOf[slot] as number),
    );
  }

  /** The first of the next operations, by return, that cannot be placed any more; or -1. */
  firstLost(state: number): number {
    const { nextReturn } = this.lists;
    const { mandatory, classOf } = this.problem;
    let answers = 0;
    let i = nextReturn[mandatory] as number;
    for (let ahead = 0; ahead < RETURNS_AHEAD && i !== mandatory; ahead++) {
      if (this.isAnswered[classOf[i] as number] === 1) {
        if (!this.canLeadTo(state, i) && !this.isOverwritable(i)) {
          return i;
        }
        if (++answers === ANSWERS_AHEAD) {
          break;
        }
      }
      i = nextReturn[i] as number;
    }
    return -1;
  }

  private canLeadTo(state: number, i: number): boolean {
    return this.machine.canLeadTo(state, this.problem.classOf[i] as number);
  }

  /** Whether an operation can be legal after one that overwrites and can still go before it. */
  private isOverwritable(i: number): boolean {
    const { lists, optional, used, problem } = this;
    const { call, classOf } = problem;
    const deadline = problem.return[i] as number;
    for (
      let other = lists.next[lists.mutators] as number;
      other !== lists.mutators && (call[other] as number) < deadline;
      other = lists.next[other] as number
    ) {
      if (this.helps(classOf[other] as number, i)) {
        return true;
      }
    }
    return this.overwritingSlots.some((slot) => {
      const at = (optional.start[slot] as number) + (used[slot] as number);
      return (
        at < (optional.start[slot + 1] as number) &&
        (call[optional.members[at] as number] as number) <= deadline &&
        this.helps(optional.classOf[slot] as number, i)
      );
    });
  }

  private helps(overwriting: number, i: number): boolean {
    if (!this.machine.overwrites(overwriting)) {
      return false;
    }
    const after = this.machine.step(this.machine.initial, overwriting);
    return after < 0 || this.canLeadTo(after, i);
  }
}
