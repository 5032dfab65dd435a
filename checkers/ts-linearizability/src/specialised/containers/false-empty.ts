import type { SpecialisedVerdict } from '../../types.js';
import type { Intervals } from '../intervals.js';
import { illegalBy, operationsOf, type ContainerSubject } from './checker.js';
import { NONE, type ContainerHistory, type Elements } from './elements.js';
import { coverOf, findFalseEmpty } from './emptiness.js';

/**
 * The verdict on a container that was found empty while something was surely inside; nothing if
 * that was never so. `elements` leave as it was assumed for the operations without an answer.
 */
export function judgeEmpty<Input>(
  { history, intervals, words }: ContainerSubject<Input>,
  elements: Elements,
): SpecialisedVerdict | undefined {
  const { empty, open } = history;
  const wrong = findFalseEmpty(elements, empty, intervals);
  if (wrong === undefined) {
    return undefined;
  }
  // Operations without an answer could have taken other elements than was assumed. Let the first
  // of them take everything: if that does not help, nothing does.
  const best = freed(history, intervals);
  const proven = open.length === 0 ? wrong : findFalseEmpty(best, empty, intervals);
  if (proven === undefined) {
    return {
      verdict: 'undecided',
      because: `whether ${words(wrong)} is right hinges on what operations without an answer took`,
    };
  }
  const returned = intervals.return[proven] as number;
  const cover = coverOf(best, intervals.call[proven] as number, returned);
  return illegalBy(
    [proven, ...operationsUntil(returned, cover, history, intervals)],
    `${words(proven)}, but all that time something was inside: what ` +
      `${cover.map((element) => words(elements.put[element])).join(', ')} put in`,
  );
}

/**
 * The operations on some elements; and if nobody is known to have taken one of them, those without
 * an answer that may have done so by a moment.
 */
export function operationsUntil(
  moment: number,
  some: readonly number[],
  { elements, open }: ContainerHistory,
  { call }: Intervals,
): number[] {
  const known = some.flatMap((element) => operationsOf(elements, element));
  const loose = some.some((element) => elements.take[element] === NONE);
  const takers = loose ? open.filter((taker) => (call[taker] as number) <= moment) : [];
  return [...known, ...takers];
}

/** As if the first operation without an answer could take every element that nobody got. */
export function freed({ elements, open }: ContainerHistory, { call }: Intervals): Elements {
  let earliest = Infinity;
  for (const taker of open) {
    earliest = Math.min(earliest, call[taker] as number);
  }
  const takeCall = elements.takeCall.map((known, element) =>
    elements.take[element] === NONE ? earliest : known,
  );
  return { ...elements, takeCall };
}
