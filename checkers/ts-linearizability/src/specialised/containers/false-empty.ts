import type { Intervals } from '../intervals.js';
import { listed } from '../words.js';
import type { ContainerSubject, ContainerVerdict } from './checker.js';
import type { ContainerHistory, Elements } from './elements.js';
import { NONE } from './operations.js';
import { emptyMoments } from './emptiness.js';

/**
 * The verdict on a container that was found empty while something was surely inside; nothing if
 * that was never so. `elements` leave as it was assumed for the operations without an answer.
 */
export function judgeEmpty<Input>(
  { history, intervals, words }: ContainerSubject<Input>,
  elements: Elements,
): ContainerVerdict | undefined {
  const { empty, open } = history;
  /** The first operation that found the container empty while it surely was not. */
  const findFalse = (inside: Elements): number | undefined => {
    const moments = emptyMoments(inside, empty, intervals);
    const isFalse = (at: number, i: number): boolean =>
      (moments[i] as number) > (intervals.return[at] as number);
    const found = empty.findIndex(isFalse);
    return found < 0 ? undefined : found;
  };
  const wrong = findFalse(elements);
  if (wrong === undefined) {
    return undefined;
  }
  // Operations without an answer could have taken other elements than was assumed. Let the first
  // of them take everything: if that does not help, nothing does.
  const best = freed(history, intervals);
  const proven = open.length === 0 ? wrong : findFalse(best);
  if (proven === undefined) {
    return {
      verdict: 'undecided',
      because: `whether ${words(empty[wrong])} is right hinges on what operations without an answer took`,
    };
  }
  const found = empty[proven] as number;
  const inside = insideDuring(
    best,
    intervals.call[found] as number,
    intervals.return[found] as number,
  );
  const putIn = (): string => listed((element = NONE) => words(elements.put[element]), inside);
  return {
    verdict: 'illegal',
    among: [...inside, elements.count + proven],
    reason: () => `${words(found)}, but all that time something was inside: what ${putIn()} put in`,
  };
}

/**
 * The elements that were surely inside at some moment of an interval; only one if that was there all the time.
 *
 * @param isMeant - which elements are looked at; all if not given.
 */
export function insideDuring(
  { count, putReturn, takeCall }: Elements,
  from: number,
  to: number,
  isMeant: (element: number) => boolean = () => true,
): number[] {
  const inside: number[] = [];
  for (let element = 0; element < count; element++) {
    const [start, end] = [putReturn[element] as number, takeCall[element] as number];
    if (start < to && end > from && isMeant(element)) {
      if (start < from && end > to) {
        return [element];
      }
      inside.push(element);
    }
  }
  return inside;
}

/** As if the first operation without an answer could take every element that nobody got. */
export function freed({ elements, open }: ContainerHistory, { call }: Intervals): Elements {
  const earliest = open.reduce((time, at) => Math.min(time, call[at] as number), Infinity);
  const takeCall = elements.takeCall.map((time, element) =>
    elements.take[element] === NONE ? earliest : time,
  );
  return { ...elements, takeCall };
}
