import { gather } from '../../history/columns.js';
import { sort } from '../../history/sort.js';
import { NONE, type Elements } from '../containers/elements.js';
import { SuffixLeast } from '../containers/suffix-least.js';

/**
 * For each of some elements the one that has to leave first of those that were surely inside
 * before it came and until it had come: so it lies below. `NONE` if there is none. O(n log n).
 */
export function lowestBelow(elements: Elements, some: Int32Array): Int32Array {
  const putCall = gather(elements.putCall, some);
  const putReturn = gather(elements.putReturn, some);
  const takeReturn = gather(elements.takeReturn, some);
  const inside = SuffixLeast.of(gather(elements.takeCall, some), takeReturn);
  const byCall = sort(putCall);
  const byReturn = sort(putReturn);
  const below = new Int32Array(some.length).fill(NONE);
  let next = 0;
  for (let i = 0; i < byCall.length; i++) {
    const at = byCall[i] as number;
    for (; next < byReturn.length; next++) {
      const other = byReturn[next] as number;
      if ((putReturn[other] as number) >= (putCall[at] as number)) {
        break;
      }
      inside.add(other);
    }
    below[at] = some[inside.above(putReturn[at] as number)] ?? NONE;
  }
  return below;
}
