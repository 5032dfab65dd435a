import { elementsOf, isJsonArray, type Json } from '../harness/core/json.js';
import type { HistoryOp } from './history-op.js';
import { MalformedHistoryError } from './malformed-history.js';

/** What the store gave to a value: an offset of a log, a revision of a key. */
export interface Numbered {
  readonly by: HistoryOp;
  readonly number: number;
}

/**
 * Writes that were over before another one began, which has no higher number: of each later one, the earlier one with the
 * highest number.
 * @param writes - in the order of their invocations.
 */
export function reversedIn(
  writes: readonly Numbered[],
): readonly (readonly [before: Numbered, after: Numbered])[] {
  const endOf = ({ by }: Numbered): number => by.completion ?? Number.MAX_SAFE_INTEGER;
  const ended = writes.toSorted((a, b) => endOf(a) - endOf(b)).values();
  let next = ended.next();
  let highest: Numbered | undefined;
  return writes.flatMap((write) => {
    while (next.done !== true && endOf(next.value) < write.by.invocation) {
      if (highest === undefined || highest.number < next.value.number) highest = next.value;
      next = ended.next();
    }
    return highest === undefined || highest.number < write.number ? [] : [[highest, write]];
  });
}

/** The place of the first of rising numbers that is not below this one. */
export function firstFrom(rising: readonly number[], from: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Values with their numbers, as an op was given them.
 * @param what - what they are, for the error: `entries of [offset value]`.
 * @throws MalformedHistoryError for what is no list of number and value.
 */
export function numberedValuesIn(
  { op, invocation, completion }: HistoryOp,
  given: Json | undefined,
  what: string,
): readonly (readonly [number: number, value: Json])[] {
  const pairs = isJsonArray(given) ? given.map(elementsOf) : [[]];
  return pairs.map(([number, value]) => {
    if (typeof number === 'number' && value !== undefined) return [number, value];
    const expected = `a ${op.f} that was given ${what}`;
    throw new MalformedHistoryError(completion ?? invocation, expected, op.result);
  });
}
