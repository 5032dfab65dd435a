import { isPart, type Spent } from '../just-in-time/spent.js';

/** A write or cas that was placed: the last link of the course of a configuration. */
export interface Placed {
  /** The operation, or of an optional one the complement (`~effect`) of its effect. */
  readonly source: number;
  /** The event before which it was placed. */
  readonly event: number;
  /** Whether it was placed before the latest write, not after all. */
  readonly isEarlier: boolean;
  readonly before: Placed | undefined;
}

/**
 * What can have happened before an event: a value, and what has become of the operations in flight.
 *
 * Each operation in flight has a bit in two planes. `done`: it need not be placed any more, for it was placed,
 * or there is a point where it fits (a read: its value was there; a write: another one came
 * after its call, or its value was there). `free`: it changes the value and was not placed as a change yet.
 */
export interface Configuration {
  value: number;
  /** The event before which the latest write was placed: it hides any write called before. */
  readonly latest: number;
  /** The words of `done`, then those of `free`. */
  readonly bits: Int32Array;
  /** The effects of the optional operations that were placed. */
  spent: Spent;
  readonly course: Placed | undefined;
}

/**
 * Whether all that can follow `b` can follow `a` too, if their values do not matter: `a` has done
 * what `b` has, and has what `b` has left. Everything in flight at the latest write of `b` was in flight at that of
 * `a`, so that whatever can be placed before it still can.
 *
 * @param wanted - words of the free operations that can be of any use; all if not given.
 */
export function covers(a: Configuration, b: Configuration, wanted?: Int32Array): boolean {
  if (a.latest < b.latest) {
    return false;
  }
  const words = a.bits.length >>> 1;
  for (let word = 0; word < words; word++) {
    const undone = (b.bits[word] as number) & ~(a.bits[word] as number);
    const gone = (b.bits[word + words] as number) & ~(a.bits[word + words] as number);
    if ((undone | (gone & (wanted?.[word] ?? -1))) !== 0) {
      return false;
    }
  }
  return a.spent === b.spent || isPart(a.spent, b.spent);
}
