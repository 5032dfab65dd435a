import type { Value } from '../types.js';
import { structuralKey } from '../values/key.js';

/**
 * The elements of a set, by their structural keys, as a node of a tree: the last change, and the
 * elements before it. So no set is copied or hashed as a whole.
 */
export interface Elements {
  readonly before: Elements | undefined;
  readonly changed: string;
  readonly isIn: boolean;
  readonly size: number;
  /** Of the elements, in whatever order they came. */
  readonly hash: number;
}

const NOTHING: Elements = { before: undefined, changed: '', isIn: false, size: 0, hash: 0 };

/** The set of some values. */
export function elementsOf(values: readonly Value[]): Elements {
  return values.reduce<Elements>(
    (elements, value) => withElement(elements, structuralKey(value)),
    NOTHING,
  );
}

export function hasElement(elements: Elements, element: string): boolean {
  let node: Elements | undefined = elements;
  while (node !== undefined && node.changed !== element) {
    node = node.before;
  }
  return node?.isIn ?? false;
}

/** The set with one more element. */
export function withElement(elements: Elements, element: string): Elements {
  return hasElement(elements, element) ? elements : change(elements, element, true);
}

/** The set without an element. */
export function withoutElement(elements: Elements, element: string): Elements {
  return hasElement(elements, element) ? change(elements, element, false) : elements;
}

function change(before: Elements, changed: string, isIn: boolean): Elements {
  let hash = changed.length;
  for (let at = 0; at < changed.length; at++) {
    hash = Math.imul(hash, 0x01000193) ^ changed.charCodeAt(at);
  }
  const size = before.size + (isIn ? 1 : -1);
  return { before, changed, isIn, size, hash: before.hash ^ Math.imul(hash, 0x9e3779b1) };
}

/** The structural keys of the elements, ascending. */
function keysOf(elements: Elements): readonly string[] {
  const keys: string[] = [];
  const seen = new Set<string>();
  for (
    let node: Elements | undefined = elements;
    node !== undefined && keys.length < elements.size;
    node = node.before
  ) {
    if (!seen.has(node.changed)) {
      seen.add(node.changed);
      if (node.isIn) {
        keys.push(node.changed);
      }
    }
  }
  return keys.sort();
}

/** Whether two sets have the same elements. */
export function isSameSet(a: Elements, b: Elements): boolean {
  if (a === b || a.size !== b.size || a.hash !== b.hash) {
    return a === b;
  }
  const others = keysOf(b);
  return keysOf(a).every((element, i) => element === others[i]);
}

/** Whether a read saw exactly these elements, each of them once. */
export function sawExactly(elements: Elements, values: readonly Value[]): boolean {
  return values.length === elements.size && sawAll(elements, values);
}

/** Whether a read saw all of these elements. */
export function sawAll(elements: Elements, values: readonly Value[]): boolean {
  const seen = new Set(values.map(structuralKey));
  return keysOf(elements).every((element) => seen.has(element));
}

/** Elements for people. */
export function describeElements(elements: Elements): string {
  return elements.size === 0 ? 'empty' : `{${keysOf(elements).join(', ')}}`;
}
