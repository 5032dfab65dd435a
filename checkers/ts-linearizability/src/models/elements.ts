import type { Value } from '../types.js';
import { structuralKey } from '../values/key.js';

/** The elements of a set: their structural keys, ascending. */
export type Elements = readonly string[];

/** The elements of a list of values; a value that is there twice stays twice. */
export function elementsOf(values: readonly Value[]): Elements {
  return values.map(structuralKey).sort();
}

/** The set with one more element. */
export function withElement(elements: Elements, element: string): Elements {
  return elements.includes(element) ? elements : [...elements, element].sort();
}

/** Whether a read saw exactly these elements, each of them once. */
export function sawExactly(elements: Elements, values: readonly Value[]): boolean {
  return (
    values.length === elements.length &&
    elementsOf(values).every((element, i) => element === elements[i])
  );
}

/** Elements for people. */
export function describeElements(elements: Elements): string {
  return elements.length === 0 ? 'empty' : `{${elements.join(', ')}}`;
}
