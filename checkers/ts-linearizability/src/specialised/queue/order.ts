import { ascending } from '../../history/sort.js';
import { firstAbove } from '../bisect.js';
import { gather } from '../intervals.js';
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
  const byReturn = ascending(putReturn);
  const byCall = ascending(putCall);
  let settled = 0;
  let latest = -Infinity;
  let latestElement = -1;
  for (const element of byCall) {
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

/** The least of some times among those whose start lies after a moment. */
export class EarliestAfter {
  readonly #starts: Float64Array;
  readonly #items: Int32Array;
  readonly #best: Int32Array;

  constructor(starts: Float64Array, times: Float64Array) {
    this.#items = ascending(starts);
    this.#starts = gather(starts, this.#items);
    this.#best = new Int32Array(starts.length);
    let best = -1;
    for (let i = starts.length - 1; i >= 0; i--) {
      const item = this.#items[i] as number;
      if (best < 0 || (times[item] as number) < (times[best] as number)) {
        best = item;
      }
      this.#best[i] = best;
    }
  }

  /** The item, or -1. */
  after(moment: number): number {
    const first = firstAbove(this.#starts, moment);
    return this.#best[first] ?? -1;
  }
}
