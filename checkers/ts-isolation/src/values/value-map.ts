import type { Value } from '../types.js';
import { isStructure, structureText } from './structure.js';

/** A map by value: lists and objects that are equal are one key; 1 and "1" are two. */
export class ValueMap<T> {
  readonly #plain = new Map<Value, T>();
  readonly #structures = new Map<string, T>();

  get(key: Value): T | undefined {
    return isStructure(key) ? this.#structures.get(structureText(key)) : this.#plain.get(key);
  }

  set(key: Value, value: T): void {
    if (isStructure(key)) this.#structures.set(structureText(key), value);
    else this.#plain.set(key, value);
  }
}
