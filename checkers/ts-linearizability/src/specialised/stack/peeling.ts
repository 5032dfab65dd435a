import { CoverCounts } from './cover-counts.js';
import { FirstAtMost, NO_NUMBER } from './first-at-most.js';
import type { Marks } from './marks.js';

/** Conditions that an element has to meet before it goes. */
const CAN_COME = 1;
const CAN_LEAVE = 2;
const GONE = 4;

/**
 * Takes elements off a stack's history from the outside to the inside: each that can come at a
 * moment and leave at a moment at which none of the others that are left is surely inside. If none
 * is left over, the history is linearizable; if some are, it is not (Lee and Mathur: "Efficient
 * decrease-and-conquer linearizability monitoring", 2025, for histories in which every operation
 * returned).
 *
 * For in a legal order of what is left, an element below which there is none can come and leave so.
 * And if an element can, then from a legal order of the others one with it is made: what is inside
 * at its two moments, but not surely so, comes later or leaves earlier, up to that moment. That
 * keeps what lies inside each other inside, and what lies apart apart. So all others are wholly
 * before it, wholly inside or wholly after it.
 *
 * What is gone makes way for others, so the order does not matter. O(n log n).
 */
export class Peeling {
  readonly #marks: Marks;
  readonly #insideTo: Int32Array;
  readonly #cover: CoverCounts;
  /** At the last place at which an element comes, the first one. */
  readonly #coming: FirstAtMost;
  /** The same of leaving, seen from the end: one search serves both. */
  readonly #leaving: FirstAtMost;
  /** Of which element, as a position in those of the marks, each place is a mark. */
  readonly #owner: Int32Array;
  readonly #state: Uint8Array;
  readonly #ready: number[] = [];
  readonly #trace: Int32Array;
  #traced = 0;
  #left: number;

  constructor(marks: Marks) {
    const { elements, times, come, comeFrom, leave, leaveTo, insideFrom, insideTo } = marks;
    this.#marks = marks;
    this.#insideTo = insideTo.slice();
    this.#state = new Uint8Array(elements.length);
    this.#trace = new Int32Array(times.length + elements.length);
    this.#left = elements.length;
    this.#owner = new Int32Array(times.length);
    const last = times.length - 1;
    const counts = new Int32Array(times.length);
    const comesFrom = new Int32Array(times.length).fill(NO_NUMBER);
    const leavesTo = new Int32Array(times.length).fill(NO_NUMBER);
    for (let at = 0; at < elements.length; at++) {
      const [from, next] = [insideFrom[at] as number, (insideTo[at] as number) + 1];
      counts[from] = (counts[from] as number) + 1;
      counts[next] = (counts[next] as number) - 1;
      comesFrom[come[at] as number] = comeFrom[at] as number;
      leavesTo[last - (leave[at] as number)] = last - (leaveTo[at] as number);
      this.#owner[come[at] as number] = at;
      this.#owner[leave[at] as number] = at;
    }
    // So far, by how much each count differs from the one before it.
    for (let place = 1; place < counts.length; place++) {
      counts[place] = (counts[place] as number) + (counts[place - 1] as number);
    }
    this.#cover = new CoverCounts(counts);
    this.#coming = new FirstAtMost(comesFrom);
    this.#leaving = new FirstAtMost(leavesTo);
  }

  /** Goes on until nothing can go any more. */
  run(): void {
    for (;;) {
      const place = this.#cover.takeUncovered();
      if (place >= 0) {
        this.#trace[this.#traced++] = place;
        this.#notice(place);
        continue;
      }
      const element = this.#ready.pop();
      if (element === undefined) {
        return;
      }
      this.#trace[this.#traced++] = ~element;
      this.drop(element);
    }
  }

  /** Whether nothing is left. */
  get done(): boolean {
    return this.#left === 0;
  }

  /** What happened: places that were uncovered, and (inverted) elements that went. */
  get trace(): Int32Array {
    return this.#trace.subarray(0, this.#traced);
  }

  /** Whether the element at a position of the marks is left. */
  has(element: number): boolean {
    return ((this.#state[element] as number) & GONE) === 0;
  }

  /** The elements that are left. */
  left(): Int32Array {
    return this.#marks.elements.filter((_, at) => this.has(at));
  }

  /** Takes an element off, whatever hinders it. */
  drop(element: number): void {
    this.#state[element] = (this.#state[element] as number) | GONE;
    this.#left--;
    const from = this.#marks.insideFrom[element] as number;
    this.#cover.uncover(from, this.#insideTo[element] as number);
  }

  /** From now on an element is surely inside up to a place only. */
  shorten(element: number, insideTo: number): void {
    const to = Math.max(insideTo, (this.#marks.insideFrom[element] as number) - 1);
    this.#cover.uncover(to + 1, this.#insideTo[element] as number);
    this.#insideTo[element] = to;
  }

  /** What has its moment at a place that was uncovered. */
  #notice(place: number): void {
    const last = this.#owner.length - 1;
    for (let mark = this.#coming.take(place, place); mark >= 0;) {
      this.#meet(this.#owner[mark] as number, CAN_COME);
      mark = this.#coming.take(place, place);
    }
    for (let mark = this.#leaving.take(last - place, last - place); mark >= 0;) {
      this.#meet(this.#owner[last - mark] as number, CAN_LEAVE);
      mark = this.#leaving.take(last - place, last - place);
    }
  }

  #meet(element: number, condition: number): void {
    const state = (this.#state[element] as number) | condition;
    this.#state[element] = state;
    if (state === (CAN_COME | CAN_LEAVE)) {
      this.#ready.push(element);
    }
  }
}
