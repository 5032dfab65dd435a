import { gather } from '../../history/columns.js';
import { sort } from '../../history/sort.js';
import { lastBelow } from '../bisect.js';
import { NEVER, type Elements } from '../containers/elements.js';
import { NONE } from '../containers/operations.js';
import { STAYS } from '../containers/takers.js';
import { marksOf, type Marks } from './marks.js';
import { Peeling } from './peeling.js';

/** By when elements have to leave; or those that are stuck even if all may. */
type Forced = { readonly deadlines: Float64Array } | { readonly stuck: Int32Array };

/**
 * Elements that pops without an answer must have taken, however many of these there are.
 *
 * Say that some elements are stuck as long as those that nobody is known to have popped stay. Then
 * of these the one that must come first has to leave. For if it stayed, so would all that lies
 * below it in a legal order; and the lowest of these could be peeled off. When it comes, nothing
 * is inside; and nothing that stays is surely inside by then, since all that does must come later.
 *
 * @param elements with `takeCall: Infinity` for those that stay.
 * @param from when elements can leave at the earliest if they have to.
 * @param known deadlines of elements that have to leave; the others get the deadline `NEVER`.
 */
export function forcedToLeave(elements: Elements, from: number, known: Float64Array): Forced {
  const marks = marksOf(elements, [from]);
  const peeling = new Peeling(marks);
  const lastInside = lastBelow(marks.times, from);
  const staying = stayingOf(elements, marks);
  const deadlines = known.slice();
  const isForced = (at: number): boolean => deadlines[marks.elements[at] as number] !== STAYS;
  const leave = (at: number): void => {
    if (from <= (elements.putReturn[marks.elements[at] as number] as number)) {
      // It may come and leave at once, whatever is inside.
      peeling.drop(at);
    } else {
      peeling.shorten(at, lastInside);
    }
  };
  staying.filter(isForced).forEach(leave);
  const others = staying.filter((at) => !isForced(at)).reverse();
  for (;;) {
    peeling.run();
    if (peeling.done) {
      return { deadlines };
    }
    let first = others.pop();
    while (first !== undefined && !peeling.has(first)) {
      first = others.pop();
    }
    if (first === undefined) {
      return { stuck: peeling.left() };
    }
    deadlines[marks.elements[first] as number] = NEVER;
    leave(first);
  }
}

/** The elements that nobody is known to have taken, as positions in the marks, by when they came. */
function stayingOf({ take, putReturn }: Elements, { elements }: Marks): number[] {
  const byReturn = Array.from(sort(gather(putReturn, elements)));
  return byReturn.filter((at) => take[elements[at] as number] === NONE);
}
