import { distinct } from '../../history/columns.js';
import type { SpecialisedVerdict } from '../../types.js';
import { asTaken, relaxedFlags, type RelaxedFlags } from '../flags/relaxed.js';
import { relevant, stuckVerdict, type WhyStuck } from '../flags/judge.js';
import { ROLE, type Flags } from '../flags/roles.js';
import { isStuck, takePlaces } from '../flags/linearize.js';
import type { SetHistory } from './history.js';
import { ReadCourse } from './read-course.js';
import { stuckElement, type StuckElement } from './suspect.js';
import { Upcoming } from './upcoming.js';

/** Beyond this, a witness does not name the adds of everything that its reads saw. */
const MOST_ADDS = 64;

/** The verdict on a set of which everything was read. */
export function judgeReads(flags: Flags, history: SetHistory, why: WhyStuck): SpecialisedVerdict {
  const freed = relaxedFlags(flags);
  for (const isEarly of [false, true]) {
    const found = placeReads(freed ?? flags, history, isEarly);
    if ('wrong' in found) {
      return wrongVerdict(flags, history, found.wrong, why);
    }
    const order =
      'order' in found && freed !== undefined
        ? placeReads(asTaken(flags, freed, found.order), history, isEarly)
        : found;
    if ('order' in order) {
      return { verdict: 'ok', linearize: () => order.order };
    }
  }
  return {
    verdict: 'undecided',
    because: 'no element by itself contradicts the reads of everything, but no order was found',
  };
}

/** An order; or an element that is wrong by itself; or neither was found. */
type Found =
  { readonly order: Int32Array } | { readonly wrong: StuckElement } | { readonly none: true };

function placeReads(flags: Flags | RelaxedFlags, history: SetHistory, isEarly: boolean): Found {
  const upcoming = new Upcoming(flags);
  const course = new ReadCourse(flags, upcoming, history.seen, isEarly);
  const taken = takePlaces(flags, relevant(flags), course);
  if (!isStuck(taken)) {
    return taken;
  }
  const wrong = stuckElement(flags, history, course.missing);
  return wrong === undefined ? { none: true } : { wrong };
}

/** The verdict if one element contradicts what was seen of it. */
function wrongVerdict(
  flags: Flags,
  history: SetHistory,
  wrong: StuckElement,
  why: WhyStuck,
): SpecialisedVerdict {
  const verdict = stuckVerdict(wrong.flags, wrong.taken, why);
  return { ...verdict, witness: withAdds(flags, history, verdict.witness) };
}

/** Adds the adds of what reads saw, as long as they are few. */
function withAdds(
  { role, flag }: Flags,
  { seen }: SetHistory,
  witness: readonly number[],
): number[] {
  const sizes = witness.map((operation) => seen[operation]?.length ?? 0);
  if (sizes.reduce((sum, size) => sum + size, 0) > MOST_ADDS) {
    return [...witness];
  }
  const elements = new Set(witness.flatMap((operation) => [...(seen[operation] ?? [])]));
  const all = [...witness];
  for (let operation = 0; operation < role.length; operation++) {
    if (role[operation] === ROLE.turnsOn && elements.has(flag[operation] as number)) {
      all.push(operation);
    }
  }
  return distinct(all);
}
