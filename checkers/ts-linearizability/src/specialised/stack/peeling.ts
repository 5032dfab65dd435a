import { firstNumbers, gather, inverse } from '../../history/columns.js';
import { sort } from '../../history/sort.js';
import { firstAbove, lastBelow } from '../bisect.js';
import { NEVER, type Elements } from '../containers/elements.js';
import type { Moments } from '../containers/kind.js';
import type { Intervals } from '../intervals.js';
import { NextFree } from '../next-free.js';
import { LeastTree, TAKEN } from '../containers/least-tree.js';

/** Conditions that an element has to meet before it goes. */
const CAN_COME = 1;
const CAN_LEAVE = 2;
const GONE = 4;

/**
 * Takes elements off a stack's history from the outside to the inside: each that can come at a
 * moment and leave at a moment at which none of the others that are left is surely inside. If none
 * is left over, the history is linearizable; if some are, it is not.
 *
 * For in a legal order of what is left, an element below which there is none can come and leave so.
 * And if an element can, then from a legal order of the others one with it is made: what is inside
 * at its two moments, but not surely so, comes later or leaves earlier, up to that moment. That
 * keeps what lies inside each other inside, and what lies apart apart. So all others are wholly
 * before it, wholly inside or wholly after it.
 *
 * What is gone makes way for others, so the order does not matter. O(n log n).
 *
 * The moments that matter are those when an element must have come, and when it can leave. At other moments nothing is
 * surely inside that is not so at one of these nearby. Below, a place is a position among them.
 */
export class Peeling {
  readonly #elements: Elements;
  readonly #intervals: Intervals;
  readonly #spare: Int32Array;
  #given = 0;
  /** The elements that were surely inside for some time; in the following columns, by position here. */
  readonly #lasting: Int32Array;
  readonly #times: Float64Array;
  /** The last place at which it comes, the first at which it leaves. */
  readonly #come: Int32Array;
  readonly #leave: Int32Array;
  /** Places at which it is surely inside: none if the first is greater than the last. */
  readonly #insideFrom: Int32Array;
  readonly #insideTo: Int32Array;
  readonly #state: Uint8Array;
  #left: number;
  /** Those that no answer names, the last one that came first. */
  readonly #unclaimed: number[];
  /** Of which element, by position, each place is the last to come or the first to leave. */
  readonly #owner: Int32Array;
  /** By place, how many elements are surely inside. */
  readonly #cover: LeastTree;
  /** At the last place at which an element comes, the first one. */
  readonly #coming: LeastTree;
  /** The same of leaving, seen from the end: one search serves both. */
  readonly #leaving: LeastTree;
  readonly #ready: number[] = [];
  /** What happened: places that were uncovered, and (inverted) elements that went. */
  readonly #trace: number[] = [];

  /**
   * @param elements of which those change that no answer names.
   * @param spare operations without an answer, by their calls. One after the other takes the first element that no
   *   answer names and that was to leave later, whenever all are stuck. For in a legal order in which that one stayed, so would all that lies below it;
   *   and the lowest of these could be peeled off: when it comes nothing is inside, and what else stays comes later.
   */
  constructor(elements: Elements, spare: Int32Array, intervals: Intervals) {
    const { putCall, putReturn, takeCall, takeReturn } = elements;
    this.#elements = elements;
    this.#intervals = intervals;
    this.#spare = spare;
    // The others can have come and left at once.
    const lasting = firstNumbers(elements.count).filter(
      (at) => (putReturn[at] as number) < (takeCall[at] as number),
    );
    const count = lasting.length;
    // The last moment is for elements that stay.
    const moments = new Float64Array(2 * count + spare.length + 1).fill(NEVER);
    moments.set(gather(putReturn, lasting));
    moments.set(gather(takeCall, lasting), count);
    moments.set(gather(intervals.call, spare), 2 * count);
    const byTime = sort(moments);
    const times = gather(moments, byTime);
    const place = inverse(byTime);
    this.#lasting = lasting;
    this.#times = times;
    this.#owner = byTime.map((mark) => (mark < count ? mark : mark - count));
    this.#come = place.subarray(0, count);
    this.#leave = place.slice(count, 2 * count);
    this.#insideFrom = new Int32Array(count);
    this.#insideTo = new Int32Array(count);
    this.#state = new Uint8Array(count);
    this.#left = count;
    const isUnclaimed = (at: number): boolean => takeReturn[lasting[at] as number] === NEVER;
    this.#unclaimed = Array.from(this.#owner).filter(
      (at, i) => this.#come[at] === i && isUnclaimed(at),
    );
    this.#unclaimed.reverse();
    const last = times.length - 1;
    const counts = new Int32Array(times.length);
    const comesFrom = new Int32Array(times.length).fill(TAKEN);
    const leavesTo = new Int32Array(times.length).fill(TAKEN);
    for (let at = 0; at < count; at++) {
      const element = lasting[at] as number;
      const from = firstAbove(times, putReturn[element] as number);
      const next = lastBelow(times, takeCall[element] as number) + 1;
      this.#insideFrom[at] = from;
      this.#insideTo[at] = next - 1;
      counts[from] = (counts[from] as number) + 1;
      counts[next] = (counts[next] as number) - 1;
      comesFrom[this.#come[at] as number] = lastBelow(times, putCall[element] as number) + 1;
      leavesTo[last - (this.#leave[at] as number)] =
        last + 1 - firstAbove(times, takeReturn[element] as number);
    }
    // So far, by how much each count differs from the one before it.
    for (let i = 1; i < counts.length; i++) {
      counts[i] = (counts[i] as number) + (counts[i - 1] as number);
    }
    this.#cover = new LeastTree(counts);
    this.#coming = new LeastTree(comesFrom);
    this.#leaving = new LeastTree(leavesTo);
  }

  /** Goes on until nothing can go any more. Whether nothing is left. */
  run(): boolean {
    for (;;) {
      const place = this.#cover.take(0, 0);
      if (place >= 0) {
        this.#trace.push(place);
        this.#notice(place);
        continue;
      }
      const at = this.#ready.pop();
      if (at !== undefined) {
        this.#trace.push(~at);
        this.#drop(at);
      } else if (this.#left === 0 || !this.#give()) {
        return this.#left === 0;
      }
    }
  }

  /** The elements that are left. */
  left(): number[] {
    return Array.from(this.#lasting.filter((_, at) => !this.#isGone(at)));
  }

  /**
   * The moments if everything was peeled off. Each element comes at the latest and leaves at the earliest of its
   * places that were uncovered when it went, so it is on the side of every earlier one on which it surely is. At one
   * moment, what went last leaves first, and what went first comes first.
   */
  moments(): Moments {
    const { count, putCall, putReturn, takeCall } = this.#elements;
    const comes = putCall.map((call, element) => Math.max(call, takeCall[element] as number));
    const leaves = comes.slice();
    const last = this.#times.length - 1;
    const later = new NextFree(last + 1);
    const earlier = new NextFree(last + 1);
    const atOnce = firstNumbers(count).filter(
      (at) => (putReturn[at] as number) >= (takeCall[at] as number),
    );
    const departures = new Int32Array(count);
    departures.set(atOnce);
    let departed = atOnce.length;
    for (const step of this.#trace.toReversed()) {
      if (step >= 0) {
        // Before this, the place was covered.
        later.take(step);
        earlier.take(last - step);
        continue;
      }
      const element = this.#lasting[~step] as number;
      const come = last - earlier.from(last - (this.#come[~step] as number));
      comes[element] = this.#times[come] as number;
      leaves[element] = this.#times[later.from(this.#leave[~step] as number)] as number;
      departures[departed++] = element;
    }
    return { comes, leaves, departures, arrivals: departures.toReversed() };
  }

  #isGone(at: number): boolean {
    return ((this.#state[at] as number) & GONE) !== 0;
  }

  #drop(at: number): void {
    this.#state[at] = (this.#state[at] as number) | GONE;
    this.#left--;
    this.#cover.add(this.#insideFrom[at] as number, this.#insideTo[at] as number, -1);
  }

  /** Lets the next operation without an answer take the first element that it can take earlier than was said. */
  #give(): boolean {
    const taker = this.#spare[this.#given++];
    const call = this.#intervals.call[taker as number] as number;
    const { takeCall } = this.#elements;
    let at = this.#unclaimed.pop();
    while (
      at !== undefined &&
      (this.#isGone(at) || (takeCall[this.#lasting[at] as number] as number) <= call)
    ) {
      at = this.#unclaimed.pop();
    }
    if (taker === undefined || at === undefined) {
      return false;
    }
    const element = this.#lasting[at] as number;
    this.#elements.take[element] = taker;
    this.#elements.takeCall[element] = call;
    if (call <= (this.#elements.putReturn[element] as number)) {
      // It may come and leave at once, whatever is inside.
      this.#drop(at);
    } else {
      const leave = lastBelow(this.#times, call) + 1;
      this.#cover.add(leave, this.#insideTo[at] as number, -1);
      this.#leave[at] = leave;
      this.#insideTo[at] = leave - 1;
    }
    return true;
  }

  /** What has its moment at a place that was uncovered. */
  #notice(place: number): void {
    const last = this.#times.length - 1;
    for (let mark = this.#coming.take(place, place); mark >= 0;) {
      this.#meet(this.#owner[mark] as number, CAN_COME);
      mark = this.#coming.take(place, place);
    }
    for (let mark = this.#leaving.take(last - place, last - place); mark >= 0;) {
      this.#meet(this.#owner[last - mark] as number, CAN_LEAVE);
      mark = this.#leaving.take(last - place, last - place);
    }
  }

  #meet(at: number, condition: number): void {
    const state = (this.#state[at] as number) | condition;
    this.#state[at] = state;
    if (state === (CAN_COME | CAN_LEAVE)) {
      this.#ready.push(at);
    }
  }
}
