import type { Value } from '../types.js';
import { structuralKey } from '../values/key.js';

/**
 * The elements of a set, by their structural keys: a few changes of a set that is held whole. Sets share what they
 * were made of, so none is copied at each step, or hashed as a whole.
 */
export interface Elements {
  /** Held whole, before all changes. */
  readonly base: ReadonlySet<string>;
  /** The last change; what was before it is in `before`. */
  readonly changed: string;
  readonly isIn: boolean;
  readonly before: Elements | undefined;
  /** How many changes there are. */
  readonly changes: number;
  readonly size: number;
  /** Of the elements, in whatever order they came. */
  readonly hash: number;
}

/** After so many changes a set is held whole again. */
const MOST_CHANGES = 64;

/** The set of some values. */
export function elementsOf(values: readonly Value[]): Elements {
  return whole(new Set(values.map(structuralKey)));
}

function whole(base: ReadonlySet<string>): Elements {
  let hash = 0;
  for (const element of base) {
    hash ^= hashOf(element);
  }
  return { base, changed: '', isIn: false, before: undefined, changes: 0, size: base.size, hash };
}

export function hasElement(elements: Elements, element: string): boolean {
  let node: Elements | undefined = elements;
  while (node?.before !== undefined && node.changed !== element) {
    node = node.before;
  }
  return node?.before === undefined ? elements.base.has(element) : node.isIn;
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
  const { base, changes } = before;
  const size = before.size + (isIn ? 1 : -1);
  const hash = before.hash ^ hashOf(changed);
  const changedSet = { base, changed, isIn, before, changes: changes + 1, size, hash };
  return changes < MOST_CHANGES ? changedSet : whole(new Set(keysOf(changedSet)));
}

function hashOf(element: string): number {
  let hash = element.length;
  for (let at = 0; at < element.length; at++) {
    hash = Math.imul(hash, 0x01000193) ^ element.charCodeAt(at);
  }
  return Math.imul(hash, 0x9e3779b1);
}

/** The structural keys of the elements, ascending. */
function keysOf(elements: Elements): readonly string[] {
  const keys = new Set(elements.base);
  const changes: Elements[] = [];
  for (let node = elements; node.before !== undefined; node = node.before) {
    changes.push(node);
  }
  for (const { changed, isIn } of changes.reverse()) {
    if (isIn) {
      keys.add(changed);
    } else {
      keys.delete(changed);
    }
  }
  return [...keys].sort();
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
