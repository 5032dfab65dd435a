import { distinct } from '../../history/columns.js';
import { isPause } from '../../resumable/pauses.js';
import type { Resumable, SpecialisedVerdict } from '../../types.js';
import { relevant, stuckVerdict, type WhyStuck } from '../turns/judge.js';
import { ROLE, type Turns } from '../turns/roles.js';
import { isStuck, takePlaces } from '../turns/take.js';
import type { SetHistory } from './history.js';
import { ReadCourse } from './read-course.js';
import { stuckElement, type StuckElement } from './suspect.js';
import { Upcoming } from './upcoming.js';

/** Beyond this, a witness does not name the adds of everything that its reads saw. */
const MOST_ADDS = 64;

/** The verdict on a set of which everything was read. */
export function* judgeReads(
  turns: Turns,
  history: SetHistory,
  why: WhyStuck,
): Resumable<SpecialisedVerdict> {
  const operations = yield* relevant(turns);
  for (const isEarly of [false, true]) {
    const upcoming = yield* Upcoming.of(turns);
    const course = new ReadCourse(turns, upcoming, history.seen, isEarly);
    const taken = yield* takePlaces(turns, operations, course);
    if (!isStuck(taken)) {
      return { verdict: 'ok', linearize: () => taken.order };
    }
    const wrong = yield* stuckElement(turns, history, course.missing);
    if (wrong !== undefined) {
      return yield* wrongVerdict(turns, history, wrong, why);
    }
  }
  return {
    verdict: 'undecided',
    because: 'no element by itself contradicts the reads of everything, but no order was found',
  };
}

/** The verdict if one element contradicts what was seen of it. */
function* wrongVerdict(
  turns: Turns,
  history: SetHistory,
  wrong: StuckElement,
  why: WhyStuck,
): Resumable<SpecialisedVerdict> {
  const verdict = yield* stuckVerdict(wrong.turns, wrong.taken, why);
  return { ...verdict, witness: yield* withAdds(turns, history, verdict.witness) };
}

/** Adds the adds of what reads saw, as long as they are few. */
function* withAdds(
  { role, thing }: Turns,
  { seen }: SetHistory,
  witness: readonly number[],
): Resumable<number[]> {
  const sizes = witness.map((operation) => seen[operation]?.length ?? 0);
  if (sizes.reduce((sum, size) => sum + size, 0) > MOST_ADDS) {
    return [...witness];
  }
  const elements = new Set(witness.flatMap((operation) => [...(seen[operation] ?? [])]));
  const all = [...witness];
  for (let operation = 0; operation < role.length; operation++) {
    if (isPause(operation)) {
      yield;
    }
    if (role[operation] === ROLE.turnsOn && elements.has(thing[operation] as number)) {
      all.push(operation);
    }
  }
  return yield* distinct(all);
}
