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
 *
 * @param used - how many optional operations of each slot are placed.
 * @returns of a state, the first of the next operations, by return, that cannot be placed any more; or -1.
 */
export function lookahead(
  problem: Problem<unknown, unknown>,
  machine: Steps,
  { next, nextReturn, mutators }: UnplacedLists,
  optional: OptionalClasses,
  used: Int32Array,
): (state: number) => number {
  const { mandatory, classOf, call } = problem;
  /** Per class: 1 if it has an answer, which not every state gives. */
  const isAnswered = Uint8Array.from(problem.classes, ({ readOnly, output }) =>
    readOnly || (output !== undefined && output !== null) ? 1 : 0,
  );
  /** Slots of optional operations that overwrite. */
  const overwritingSlots = [...optional.classOf.keys()].filter((slot) =>
    machine.overwrites(optional.classOf[slot] as number),
  );
  const canLeadTo = (state: number, i: number): boolean =>
    machine.canLeadTo(state, classOf[i] as number);

  const helps = (overwriting: number, i: number): boolean => {
    if (!machine.overwrites(overwriting)) {
      return false;
    }
    const after = machine.step(machine.initial, overwriting);
    return after < 0 || canLeadTo(after, i);
  };

  /** Whether an operation can be legal after one that overwrites and can still go before it. */
  const isOverwritable = (i: number): boolean => {
    const deadline = problem.return[i] as number;
    for (
      let other = next[mutators] as number;
      other !== mutators && (call[other] as number) < deadline;
      other = next[other] as number
    ) {
      if (helps(classOf[other] as number, i)) {
        return true;
      }
    }
    return overwritingSlots.some((slot) => {
      const at = (optional.start[slot] as number) + (used[slot] as number);
      return (
        at < (optional.start[slot + 1] as number) &&
        (call[optional.members[at] as number] as number) <= deadline &&
        helps(optional.classOf[slot] as number, i)
      );
    });
  };

  return (state) => {
    let answers = 0;
    let i = nextReturn[mandatory] as number;
    for (let ahead = 0; ahead < RETURNS_AHEAD && i !== mandatory; ahead++) {
      if (isAnswered[classOf[i] as number] === 1) {
        if (!canLeadTo(state, i) && !isOverwritable(i)) {
          return i;
        }
        if (++answers === ANSWERS_AHEAD) {
          break;
        }
      }
      i = nextReturn[i] as number;
    }
    return -1;
  };
}
