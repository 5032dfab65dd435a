import { sort } from '../../history/sort.js';
import type { Elements } from '../containers/elements.js';

/** Two elements of which the one that came later left earlier. */
export interface Overtaking {
  readonly overtaken: number;
  readonly overtaker: number;
}

/**
 * Finds elements a and b with a enqueued before b, and b dequeued before a: by a sweep over the
 * calls of the enqueues, which keeps the element that may leave last. O(n log n).
 */
export function findOvertaking(elements: Elements): Overtaking | undefined {
  const { putReturn, putCall, takeCall, takeReturn } = elements;
  const byReturn = sort(putReturn);
  const byCall = sort(putCall);
  let settled = 0;
  let latest = -Infinity;
  let latestElement = -1;
  for (let i = 0; i < byCall.length; i++) {
    const element = byCall[i] as number;
    const call = putCall[element] as number;
    for (; settled < byReturn.length; settled++) {
      const earlier = byReturn[settled] as number;
      if ((putReturn[earlier] as number) >= call) {
        break;
      }
      if ((takeCall[earlier] as number) > latest) {
        latest = takeCall[earlier] as number;
        latestElement = earlier;
      }
    }
    if (latest > (takeReturn[element] as number)) {
      return { overtaken: latestElement, overtaker: element };
    }
  }
  return undefined;
}
