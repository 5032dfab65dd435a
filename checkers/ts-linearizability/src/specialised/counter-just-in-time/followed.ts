import { Flight } from '../just-in-time/flight.js';
import type { Followed } from '../just-in-time/follow.js';
import type { Meter } from '../just-in-time/meter.js';
import { countOf, withOne, type Spent } from '../just-in-time/spent.js';
import { timelineOf } from '../just-in-time/timeline.js';
import type { CounterHistory, Known } from './history.js';

/** An add that was placed, before one of the known places. */
export interface PlacedAdd {
  readonly add: number;
  readonly place: number;
  readonly before: PlacedAdd | undefined;
}

/** What can have happened before an event. */
export interface Configuration {
  readonly sum: number;
  /** How many known places were passed. */
  readonly place: number;
  /** Adds in flight that were placed, ascending. */
  readonly placed: readonly number[];
  /** By their amounts. */
  readonly spent: Spent;
  readonly course: PlacedAdd | undefined;
}

const CONFIGURATION_BYTES = 300;

/**
 * A counter. What saw a sum has its place; in between go adds that exactly fill the gap, as late as
 * possible: an add that returns, or those that lead to a sum that was seen by what returns. Of adds of
 * one amount the one that returns first goes first, those without an answer last.
 */
export class FollowedCounter implements Followed<Configuration> {
  readonly events: Int32Array;
  readonly start: readonly Configuration[] = [
    { sum: 0, place: 0, placed: [], spent: [], course: undefined },
  ];
  readonly isCut = false;
  readonly #history: CounterHistory;
  readonly #isRelaxed: boolean;
  readonly #flight: Flight;
  #now = -Infinity;

  /** @param isRelaxed - adds without an answer can take effect again and again. */
  constructor(history: CounterHistory, isRelaxed: boolean) {
    const { known, free, amount, return: returned } = history;
    const all = [...known.flatMap(({ operations }) => operations), ...free];
    this.events = timelineOf(history, all).events;
    this.#history = history;
    this.#isRelaxed = isRelaxed;
    this.#flight = new Flight(amount, returned);
  }

  spentIn({ spent }: Configuration): number {
    return spent.length;
  }

  call(at: number): void {
    if (this.#isFree(at)) {
      this.#flight.call(at);
    }
  }

  return(at: number, all: readonly Configuration[], meter: Meter): readonly Configuration[] {
    this.#now = this.#history.return[at] as number;
    const found: Configuration[] = [];
    const seen = new Set<string>();
    const open = all.toReversed().map((start) => this.#pass(start));
    for (let one = open.pop(); one !== undefined && !meter.isOver; one = open.pop()) {
      const key = `${one.sum}/${one.place}/${one.placed.join()}/${one.spent.join()}`;
      if (seen.has(key)) {
        continue;
      }
      seen.add(key);
      meter.count(1, CONFIGURATION_BYTES + 8 * (one.spent.length + one.placed.length));
      if (this.#isDone(at, one)) {
        found.push({ ...one, placed: one.placed.filter((other) => other !== at) });
      } else {
        open.push(...this.#movesFrom(one, at));
      }
    }
    if (this.#isFree(at)) {
      this.#flight.return(at);
    }
    return found;
  }

  #isFree(at: number): boolean {
    return this.#history.placeOf[at] === -1;
  }

  #isDone(at: number, { place, sum, placed }: Configuration): boolean {
    const own = this.#history.placeOf[at] as number;
    return this.#isFree(at)
      ? placed.includes(at)
      : place > own || (place === own && sum === this.#history.known[own]?.to);
  }

  /** What there can be one add later. */
  #movesFrom(from: Configuration, at: number): Configuration[] {
    const target = this.#history.known[from.place];
    const adds = this.#isFree(at) ? [at] : [];
    // Other adds first only on the way to a place that something saw by now.
    if (target !== undefined && target.firstCall <= this.#now) {
      adds.push(...this.#choices(from));
    }
    return adds.flatMap((add) => this.#placed(from, add, target));
  }

  /** Passes all places that come next at this sum: nothing else can come before them. */
  #pass(at: Configuration): Configuration {
    const { known } = this.#history;
    let { place, sum } = at;
    for (;;) {
      const next = known[place];
      if (next === undefined || next.from !== sum || next.lastCall > this.#now) {
        return place === at.place ? at : { ...at, place, sum };
      }
      sum = next.to;
      place++;
    }
  }

  /** Of each amount, the add to place next. */
  #choices({ placed, spent }: Configuration): number[] {
    const flight = this.#flight;
    const { returning, optional } = flight.kinds();
    return [...new Set([...returning, ...optional])].flatMap((amount) => {
      const next = flight.optional(amount)[this.#isRelaxed ? 0 : countOf(spent, amount)];
      return flight.first(amount, (at) => !placed.includes(at)) ?? next ?? [];
    });
  }

  /** After an add, if it does not lead beyond what was seen next. */
  #placed(at: Configuration, add: number, target: Known | undefined): Configuration[] {
    const amount = this.#history.amount[add] as number;
    const sum = at.sum + amount;
    if (target !== undefined && sum > target.from) {
      return [];
    }
    const isOptional = this.#history.return[add] === Infinity;
    const placed = isOptional ? at.placed : withOne(at.placed, add);
    const spent = isOptional && !this.#isRelaxed ? withOne(at.spent, amount) : at.spent;
    const course = { add, place: at.place, before: at.course };
    return [this.#pass({ sum, place: at.place, placed, spent, course })];
  }
}
