import { relevant, type Linearize, type StuckFlags } from '../flags/judge.js';
import { isStuck, linearizeFlags, takePlaces } from '../flags/linearize.js';
import { ROLE, type Flags } from '../flags/roles.js';
import type { SetHistory } from './history.js';
import { ReadCourse } from './read-course.js';
import { Upcoming } from './upcoming.js';

/** Ways to order operations on a set of which everything was read. */
export const readAttempts = (history: SetHistory): readonly Linearize[] =>
  [false, true].map((isEarly): Linearize => (flags) => {
    const course = new ReadCourse(flags, new Upcoming(flags), history.seen, isEarly);
    const taken = takePlaces(flags, relevant(flags), course);
    return isStuck(taken) ? { proven: stuckElement(flags, history, course.missing) } : taken;
  });

/**
 * Whether one element has no legal order by itself, where reads of everything are looks at it:
 * then the whole history has none.
 */
function stuckElement(
  flags: Flags,
  { seen, reads }: SetHistory,
  element: number,
): StuckFlags | undefined {
  const role = flags.role.map((one, at) => (flags.flag[at] === element ? one : ROLE.none));
  const flag = flags.flag.slice();
  for (const read of reads) {
    role[read] = ROLE[seen[read]?.includes(element) === true ? 'seesOn' : 'seesOff'];
    flag[read] = element;
  }
  const alone = { ...flags, role, flag };
  const taken = linearizeFlags(alone, relevant(alone));
  return isStuck(taken) ? { flags: alone, taken } : undefined;
}
