import { sort } from '../../history/sort.js';
import { NONE, type ContainerOperations } from '../containers/operations.js';

/** So many operations have a bit each in an integer. */
const MOST_PENDING = 30;

/**
 * The operations that were called and have not returned, as time goes on. Each has a bit, so that
 * a set of them is a number. Those without an answer never return: they are listed by what they do.
 */
export class Pending {
  readonly #operations: ContainerOperations;
  readonly #calls: Int32Array;
  readonly #followsPuts: boolean;
  readonly #slotOf: Int32Array;
  /** By bit, the operation that has it, or `NONE`. */
  readonly slots: number[] = [];
  /** The removals without an answer, by their calls. */
  readonly openTakes: number[] = [];
  /** By item, the puts without an answer, by their calls. */
  readonly openPuts: (number[] | undefined)[];
  #called = 0;

  /** @param followsPuts whether puts that return have a bit. */
  constructor(operations: ContainerOperations, followsPuts: boolean) {
    this.#followsPuts = followsPuts;
    this.#operations = operations;
    this.#calls = sort(operations.call);
    this.#slotOf = new Int32Array(operations.call.length).fill(NONE);
    this.openPuts = Array.from({ length: operations.items });
  }

  /** Adds what was called up to a moment; false if it is more than can be followed. */
  callUntil(moment: number): boolean {
    const { call } = this.#operations;
    for (; this.#called < this.#calls.length; this.#called++) {
      const at = this.#calls[this.#called] as number;
      if ((call[at] as number) > moment) {
        break;
      }
      this.#add(at);
    }
    return this.slots.length <= MOST_PENDING;
  }

  #add(at: number): void {
    const { isPut, item, return: returned } = this.#operations;
    if (returned[at] !== Infinity) {
      if (isPut[at] === 1 && !this.#followsPuts) {
        return;
      }
      const free = this.slots.indexOf(NONE);
      const slot = free < 0 ? this.slots.length : free;
      this.slots[slot] = at;
      this.#slotOf[at] = slot;
    } else if (isPut[at] === 1) {
      (this.openPuts[item[at] as number] ??= []).push(at);
    } else {
      this.openTakes.push(at);
    }
  }

  /** The bit of an operation. */
  bitOf(at: number): number {
    return 1 << (this.#slotOf[at] as number);
  }

  /** Takes away an operation that returns. */
  remove(at: number): void {
    this.slots[this.#slotOf[at] as number] = NONE;
  }

  /**
   * The operation not among those done that puts in, or takes, an item. Of several the one that
   * returns first: it may always be the first of them. `NONE` if there is none.
   */
  next(done: number, isPut: 0 | 1, item: number): number {
    const { isPut: puts, item: items, return: returned } = this.#operations;
    let next = NONE;
    for (let slot = 0; slot < this.slots.length; slot++) {
      const at = this.slots[slot] as number;
      if (
        at !== NONE &&
        (done & (1 << slot)) === 0 &&
        puts[at] === isPut &&
        items[at] === item &&
        (next === NONE || (returned[at] as number) < (returned[next] as number))
      ) {
        next = at;
      }
    }
    return next;
  }

  /** The operations of a set. */
  of(done: number): number[] {
    return this.slots.filter((_at, slot) => (done & (1 << slot)) !== 0);
  }

  /** All operations not among those done that put in, or take, an item. */
  all(done: number, isPut: 0 | 1, item: number): number[] {
    const { isPut: puts, item: items } = this.#operations;
    return this.slots.filter(
      (at, slot) =>
        at !== NONE && (done & (1 << slot)) === 0 && puts[at] === isPut && items[at] === item,
    );
  }

  /** Of the operations not among those done, one of each item that they put in, or take. */
  each(done: number, isPut: 0 | 1): number[] {
    const { isPut: puts, item } = this.#operations;
    return this.slots.filter(
      (at, slot) =>
        at !== NONE &&
        (done & (1 << slot)) === 0 &&
        puts[at] === isPut &&
        this.next(done, isPut, item[at] as number) === at,
    );
  }
}
