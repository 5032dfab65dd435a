import { gather } from '../../history/columns.js';
import { sort } from '../../history/sort.js';
import { lastBelow } from '../bisect.js';
import { NONE, type Elements } from '../containers/elements.js';
import { marksOf, type Marks } from './marks.js';
import { Peeling } from './peeling.js';

/** Which elements have to leave; or those that are stuck even if all may. */
export type Forced = { readonly forced: Int32Array } | { readonly stuck: Int32Array };

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
 * @param gone elements of which is known that they have to leave.
 */
export function forcedToLeave(elements: Elements, from: number, gone: readonly number[]): Forced {
  const marks = marksOf(elements, [from]);
  const peeling = Peeling.of(marks);
  const lastInside = lastBelow(marks.times, from);
  const staying = stayingOf(elements, marks);
  const leaves = new Uint8Array(elements.count);
  const forced: number[] = [];
  const leave = (at: number): void => {
    const element = marks.elements[at] as number;
    forced.push(element);
    leaves[element] = 1;
    if (from <= (elements.putReturn[element] as number)) {
      // It may come and leave at once, whatever is inside.
      peeling.drop(at);
    } else {
      peeling.shorten(at, lastInside);
    }
  };
  for (let i = 0; i < gone.length; i++) {
    leaves[gone[i] as number] = 1;
  }
  for (let i = 0; i < staying.length; i++) {
    const at = staying[i] as number;
    if (leaves[marks.elements[at] as number] === 1) {
      leave(at);
    }
  }
  for (let next = 0; ;) {
    peeling.run();
    if (peeling.done) {
      return { forced: Int32Array.from(forced) };
    }
    for (; next < staying.length; next++) {
      const at = staying[next] as number;
      if (peeling.has(at) && leaves[marks.elements[at] as number] === 0) {
        break;
      }
    }
    if (next === staying.length) {
      return { stuck: peeling.left() };
    }
    leave(staying[next] as number);
  }
}

/** The elements that nobody is known to have taken, as positions in the marks, by when they came. */
function stayingOf({ take, putReturn }: Elements, { elements }: Marks): number[] {
  const byReturn = sort(gather(putReturn, elements));
  const staying: number[] = [];
  for (let i = 0; i < byReturn.length; i++) {
    const at = byReturn[i] as number;
    if (take[elements[at] as number] === NONE) {
      staying.push(at);
    }
  }
  return staying;
}
