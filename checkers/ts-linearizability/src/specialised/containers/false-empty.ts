import type { SpecialisedVerdict } from '../../types.js';
import type { Intervals } from '../intervals.js';
import { listed } from '../words.js';
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
  const some = operationsUntil(returned, cover, history, intervals);
  const putIn = listed((element) => words(elements.put[element ?? NONE]), cover);
  return illegalBy(
    [proven, ...some],
    `${words(proven)}, but all that time something was inside: what ${putIn} put in`,
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
  const operations: number[] = [];
  let loose = false;
  for (let i = 0; i < some.length; i++) {
    const element = some[i] as number;
    operations.push(...operationsOf(elements, element));
    loose ||= elements.take[element] === NONE;
  }
  const takers = loose ? open : [];
  for (let i = 0; i < takers.length; i++) {
    const taker = takers[i] as number;
    if ((call[taker] as number) <= moment) {
      operations.push(taker);
    }
  }
  return operations;
}

/** As if the first operation without an answer could take every element that nobody got. */
export function freed({ elements, open }: ContainerHistory, { call }: Intervals): Elements {
  let earliest = Infinity;
  for (let i = 0; i < open.length; i++) {
    earliest = Math.min(earliest, call[open[i] as number] as number);
  }
  const takeCall = elements.takeCall.slice();
  for (let element = 0; element < elements.count; element++) {
    if (elements.take[element] === NONE) {
      takeCall[element] = earliest;
    }
  }
  return { ...elements, takeCall };
}
