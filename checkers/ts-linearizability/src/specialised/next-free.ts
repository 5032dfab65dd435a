import { firstNumbers } from '../history/columns.js';

/**
 * Places in a row that are taken one after the other; finds the first that is still free from one
 * on. Disjoint sets whose paths are halved as they are walked: O(log n) each, in practice less.
 */
export class NextFree {
  /** Of each place one from there on; itself if it is free. */
  readonly #next: Int32Array;

  /** @param places how many there are, all of them free. */
  constructor(places: number) {
    this.#next = firstNumbers(places + 1);
  }

  /** The first free place from one on; one past the last if there is none. */
  from(start: number): number {
    const next = this.#next;
    let place = start;
    while (next[place] !== place) {
      next[place] = next[next[place] as number] as number;
      place = next[place] as number;
    }
    return place;
  }

  take(place: number): void {
    this.#next[place] = place + 1;
  }
}
