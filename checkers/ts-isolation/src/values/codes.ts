import type { Value } from '../types.js';
import { isStructure, structureText } from './structure.js';

/** Integers below stand for themselves. */
const FIRST_CODE = 2 ** 30;

/** Gives every value a number: equal values have the same, and others have others. */
export class Codes {
  readonly #plain = new Map<Value, number>();
  readonly #structures = new Map<string, number>();
  #next = FIRST_CODE;

  of(value: Value): number {
    if (typeof value === 'number' && (value | 0) === value && value >= 0 && value < FIRST_CODE) {
      return value | 0;
    }
    return isStructure(value)
      ? this.#code(this.#structures, structureText(value))
      : this.#code(this.#plain, value);
  }

  #code<T>(known: Map<T, number>, value: T): number {
    const code = known.get(value);
    if (code !== undefined) return code;
    known.set(value, this.#next);
    this.#next += 1;
    return this.#next - 1;
  }
}
