import { sort } from '../../history/sort.js';
import type { Control } from '../../types.js';
import { byReturn, type CounterHistory, type Known } from './history.js';

/** An add that was placed, before one of the known places. */
export interface PlacedAdd {
  readonly add: number;
  readonly place: number;
  readonly before: PlacedAdd | undefined;
}

/** What can have happened before a return. */
interface Configuration {
  readonly sum: number;
  /** How many known places were passed. */
  readonly place: number;
  /** Adds in flight that were placed, ascending. */
  readonly placed: readonly number[];
  /** Amounts of the adds without an answer that were placed, ascending. */
  readonly spent: readonly number[];
  readonly course: PlacedAdd | undefined;
}

export type CounterSwept =
  | { readonly end: 'ok'; readonly course: PlacedAdd | undefined }
  | { readonly end: 'stuck'; readonly at: number; readonly isCut: boolean }
  | { readonly end: 'stopped' };

/**
 * Follows a counter from return to return. What saw a sum has its place; in between go adds that
 * exactly fill the gap, as late as possible: an add that returns, or those that lead to a sum that was
 * seen by what returns. Of adds of one amount the one that returns first goes first, those without an
 * answer last.
 *
 * @param isRelaxed - adds without an answer can take effect again and again.
 * @param width - how many configurations are kept, those that spent the fewest such adds.
 */
export function sweepCounter(
  history: CounterHistory,
  isRelaxed: boolean,
  width: number,
  control: Control,
): CounterSwept {
  const flight = new Flight(history, isRelaxed);
  let configurations: Configuration[] = [
    { sum: 0, place: 0, placed: [], spent: [], course: undefined },
  ];
  let isCut = false;
  for (const at of byReturn(history)) {
    flight.moveTo(history.return[at] as number);
    const found = new Map<string, Configuration>();
    const seen = new Set<string>();
    for (const configuration of configurations) {
      if (control.stop() !== undefined) {
        return { end: 'stopped' };
      }
      flight.before(at, configuration, seen, found);
    }
    flight.leave(at);
    configurations = [...found.values()];
    if (configurations.length === 0) {
      return { end: 'stuck', at, isCut };
    }
    if (configurations.length > width) {
      isCut = true;
      configurations.sort((a, b) => a.spent.length - b.spent.length);
      configurations.length = width;
    }
  }
  return { end: 'ok', course: configurations[0]?.course };
}

/** The free adds that were called by some time. */
class Flight {
  private readonly history: CounterHistory;
  private readonly isRelaxed: boolean;
  private readonly byCall: readonly number[];
  private next = 0;
  private now = -Infinity;
  /** By amount, those in flight that will return, first those that return first. */
  private readonly inFlight = new Map<number, number[]>();
  /** By amount, those without an answer, by their calls. */
  private readonly optional = new Map<number, number[]>();

  constructor(history: CounterHistory, isRelaxed: boolean) {
    this.history = history;
    this.isRelaxed = isRelaxed;
    const { free, call } = history;
    const order = sort(Float64Array.from(free, (at) => call[at] as number));
    this.byCall = Array.from(order, (index) => free[index] as number);
  }

  moveTo(time: number): void {
    const { call, return: returned, amount } = this.history;
    this.now = time;
    for (; this.next < this.byCall.length; this.next++) {
      const at = this.byCall[this.next] as number;
      if ((call[at] as number) > time) {
        return;
      }
      const lists = returned[at] === Infinity ? this.optional : this.inFlight;
      const list = lists.get(amount[at] as number) ?? [];
      lists.set(amount[at] as number, list);
      list.push(at);
      if (returned[at] !== Infinity) {
        list.sort((a, b) => (returned[a] as number) - (returned[b] as number));
      }
    }
  }

  /** An operation has returned. */
  leave(operation: number): void {
    const adds = this.inFlight.get(this.history.amount[operation] as number);
    const at = adds?.indexOf(operation) ?? -1;
    if (at >= 0) {
      adds?.splice(at, 1);
    }
  }

  /** Adds to `found` what a configuration can have become before an operation returns. */
  before(
    operation: number,
    start: Configuration,
    seen: Set<string>,
    found: Map<string, Configuration>,
  ): void {
    const place = this.history.placeOf[operation] as number;
    const isFree = place < 0;
    const open = [this.pass(start)];
    for (let one = open.pop(); one !== undefined; one = open.pop()) {
      const key = `${one.sum}/${one.place}/${one.placed.join()}/${one.spent.join()}`;
      if (seen.has(key)) {
        continue;
      }
      seen.add(key);
      const isDone = isFree
        ? one.placed.includes(operation)
        : one.place > place || (one.place === place && one.sum === this.history.known[place]?.to);
      if (isDone) {
        found.set(key, {
          ...one,
          placed: one.placed.filter((at) => at !== operation),
        });
        continue;
      }
      const target = this.history.known[one.place];
      if (isFree) {
        this.use(one, operation, target, open);
      }
      // Other adds first only on the way to a place that something saw by now.
      if (target !== undefined && target.firstCall <= this.now) {
        for (const add of this.choices(one)) {
          this.use(one, add, target, open);
        }
      }
    }
  }

  /** Passes all places that come next at this sum: nothing else can come before them. */
  private pass(at: Configuration): Configuration {
    const { known } = this.history;
    let { place, sum } = at;
    for (;;) {
      const next = known[place];
      if (next === undefined || next.from !== sum || next.lastCall > this.now) {
        return place === at.place ? at : { ...at, place, sum };
      }
      sum = next.to;
      place++;
    }
  }

  /** Of each amount, the add to place next. */
  private choices({ placed, spent }: Configuration): number[] {
    const chosen: number[] = [];
    for (const [amount, adds] of this.inFlight) {
      const add = adds.find((at) => !placed.includes(at));
      if (add !== undefined) {
        chosen.push(add);
      } else if (this.optionalOf(amount, spent) !== undefined) {
        chosen.push(this.optionalOf(amount, spent) as number);
      }
    }
    for (const amount of this.optional.keys()) {
      const add = this.inFlight.has(amount) ? undefined : this.optionalOf(amount, spent);
      if (add !== undefined) {
        chosen.push(add);
      }
    }
    return chosen;
  }

  private optionalOf(amount: number, spent: readonly number[]): number | undefined {
    const used = this.isRelaxed ? 0 : spent.filter((one) => one === amount).length;
    return this.optional.get(amount)?.[used];
  }

  private use(
    at: Configuration,
    add: number,
    target: Known | undefined,
    open: Configuration[],
  ): void {
    const amount = this.history.amount[add] as number;
    if (target !== undefined && at.sum + amount > target.from) {
      return;
    }
    const isOptional = this.history.return[add] === Infinity;
    open.push(
      this.pass({
        sum: at.sum + amount,
        place: at.place,
        placed: isOptional ? at.placed : [...at.placed, add].sort((a, b) => a - b),
        spent:
          isOptional && !this.isRelaxed ? [...at.spent, amount].sort((a, b) => a - b) : at.spent,
        course: { add, place: at.place, before: at.course },
      }),
    );
  }
}
