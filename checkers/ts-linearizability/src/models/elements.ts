import type { Value } from '../types.js';
import { structuralKey } from '../values/key.js';
import { entriesOf, heldIn, sharedMap, type SharedMap } from './shared-map.js';

/** The elements of a set, by their structural keys. */
export type Elements = SharedMap<true>;

/** The set of some values. */
export function elementsOf(values: readonly Value[]): Elements {
  return sharedMap(values.map((value) => [structuralKey(value), true]));
}

/** Whether a read saw exactly these elements, each of them once. */
export function sawExactly(elements: Elements, values: readonly Value[]): boolean {
  return values.length === elements.size && sawAll(elements, values);
}

/** Whether a read saw all of these elements. */
export function sawAll(elements: Elements, values: readonly Value[]): boolean {
  const seen = new Set(values.map(structuralKey));
  for (const element of heldIn(elements).keys()) {
    if (!seen.has(element)) {
      return false;
    }
  }
  return true;
}

/** Elements for people. */
export function describeElements(elements: Elements): string {
  const keys = entriesOf(elements).map(([element]) => element);
  return elements.size === 0 ? 'empty' : `{${keys.join(', ')}}`;
}
