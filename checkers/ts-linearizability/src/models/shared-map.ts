import type { Value } from '../types.js';
import { isSameValue, valueKey } from '../values/key.js';

/**
 * A map from texts to values: a few changes of a map that is held whole. Maps share what they
 * were made of, so none is copied at each step, or hashed as a whole.
 */
export interface SharedMap<V extends Value = Value> {
  /** Held whole, before all changes. */
  readonly base: ReadonlyMap<string, V>;
  /** The last change, and what was before it; of a map without changes nothing. */
  readonly last?: {
    readonly key: string;
    readonly value: V | undefined;
    readonly before: SharedMap<V>;
  };
  /** How many changes there are. */
  readonly changes: number;
  readonly size: number;
  /** Of the entries, in whatever order they came. */
  readonly hash: number;
}

/** After so many changes a map is held whole again. */
const MOST_CHANGES = 64;

/** The map of some entries. */
export function sharedMap<V extends Value>(entries: Iterable<readonly [string, V]>): SharedMap<V> {
  const base = new Map(entries);
  const hash = [...base].reduce((sum, [key, value]) => sum ^ hashOf(key, value), 0);
  return { base, changes: 0, size: base.size, hash };
}

/** What a map holds under a key. */
export function valueIn<V extends Value>(map: SharedMap<V>, key: string): V | undefined {
  let { last } = map;
  while (last !== undefined && last.key !== key) {
    ({ last } = last.before);
  }
  return last === undefined ? map.base.get(key) : last.value;
}

/** The map with another value under a key; without the key if there is no value. */
export function withValue<V extends Value>(
  before: SharedMap<V>,
  key: string,
  value: V | undefined,
): SharedMap<V> {
  const held = valueIn(before, key);
  if (held === value || (held !== undefined && value !== undefined && isSameValue(held, value))) {
    return before;
  }
  const { base, changes } = before;
  const size = before.size + Number(value !== undefined) - Number(held !== undefined);
  const hash = before.hash ^ hashOf(key, held) ^ hashOf(key, value);
  const changed = { base, last: { key, value, before }, changes: changes + 1, size, hash };
  return changes < MOST_CHANGES ? changed : { base: heldIn(changed), changes: 0, size, hash };
}

/** All that a map holds, in no order. */
export function heldIn<V extends Value>(map: SharedMap<V>): ReadonlyMap<string, V> {
  if (map.changes === 0) {
    return map.base;
  }
  const held = new Map(map.base);
  const changed = new Set<string>();
  for (let { last } = map; last !== undefined; { last } = last.before) {
    const { key, value } = last;
    if (changed.has(key)) {
      continue;
    }
    changed.add(key);
    if (value === undefined) {
      held.delete(key);
    } else {
      held.set(key, value);
    }
  }
  return held;
}

/** The entries, by their keys: for people. */
export function entriesOf<V extends Value>(map: SharedMap<V>): [string, V][] {
  return [...heldIn(map)].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Whether two maps hold the same. */
export function isSameMap<V extends Value>(a: SharedMap<V>, b: SharedMap<V>): boolean {
  if (a === b || a.size !== b.size || a.hash !== b.hash) {
    return a === b;
  }
  const others = heldIn(b);
  for (const [key, value] of heldIn(a)) {
    const other = others.get(key);
    if (other === undefined || !isSameValue(value, other)) {
      return false;
    }
  }
  return true;
}

/** Of an entry; of none, zero. */
function hashOf(key: string, value: Value | undefined): number {
  if (value === undefined) {
    return 0;
  }
  const text = value === true ? key : `${key}=${String(valueKey(value))}`;
  let hash = text.length;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash, 0x01000193) ^ text.charCodeAt(at);
  }
  return Math.imul(hash, 0x9e3779b1);
}
