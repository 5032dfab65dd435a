import type { Value } from '../../types.js';
import type { ValueIds } from '../value-ids.js';

/** Of a number that is no element. */
const NO_ELEMENT = -1;

/**
 * Per element, the position of the last read noted that saw it. The loop over all values of all
 * reads is here: of elements that are small natural numbers the position is kept by number, so
 * that a value costs one look into one table.
 */
export class Sights {
  readonly #ids: ValueIds;
  readonly #byNumber: Int32Array;
  readonly #byId: Int32Array;

  private constructor(ids: ValueIds, byId: Int32Array, byNumber: Int32Array) {
    this.#ids = ids;
    this.#byId = byId;
    this.#byNumber = byNumber;
  }

  /** @param none - the position of elements that no read saw. */
  static of(ids: ValueIds, none: number): Sights {
    const { dense } = ids;
    const byNumber = new Int32Array(dense.length);
    for (let number = 0; number < dense.length; number++) {
      byNumber[number] = dense[number] === 0 ? NO_ELEMENT : none;
    }
    return new Sights(ids, new Int32Array(ids.count).fill(none), byNumber);
  }

  /**
   * Notes the values of a read at a position, all of which must have been noted at the next
   * position. Stops at the first that was not: its index, or how many values there are.
   */
  note(values: readonly Value[], position: number): number {
    const byNumber = this.#byNumber;
    const expected = position + 1;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as Value;
      if (typeof value === 'number' && byNumber[value] === expected) {
        byNumber[value] = position;
      } else if (this.#noteOther(value, position) !== expected) {
        return i;
      }
    }
    return values.length;
  }

  /** Where an element was seen; `undefined` for other values. */
  positionOf(value: Value): number | undefined {
    if (typeof value === 'number') {
      const position = this.#byNumber[value];
      if (position !== undefined) {
        return position === NO_ELEMENT ? undefined : position;
      }
    }
    return this.#byId[this.#ids.idOf(value)];
  }

  /** Where each element was seen, by identity. */
  positions(): Int32Array {
    const { dense } = this.#ids;
    const byNumber = this.#byNumber;
    const positions = this.#byId.slice();
    for (let number = 0; number < byNumber.length; number++) {
      if (byNumber[number] !== NO_ELEMENT) {
        positions[(dense[number] as number) - 1] = byNumber[number] as number;
      }
    }
    return positions;
  }

  /** Where the element was seen before; notes it only if that is as expected. */
  #noteOther(value: Value, position: number): number | undefined {
    const before = this.positionOf(value);
    const inTable = typeof value === 'number' && this.#byNumber[value] !== undefined;
    if (before === position + 1 && !inTable) {
      this.#byId[this.#ids.idOf(value)] = position;
    }
    return before;
  }
}
