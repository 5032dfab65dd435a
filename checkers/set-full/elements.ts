import type { History } from '../../harness/core/history.js';
import { nemesisRecords, recoveryIn } from '../../harness/core/nemesis-record.js';
import { Attempts } from '../lost-writes/attempts.js';
import { readsOf } from '../lost-writes/reads.js';

/** A read of the whole set, from its first request to its last answer. */
export interface WholeRead {
  /** Index of its first invocation. */
  readonly invocation: number;
  /** Index of its last completion. */
  readonly completion: number;
  readonly elements: readonly number[];
  /** Whether an element that comes twice is an anomaly: a scan may give one again. */
  readonly unique: boolean;
}

/**
 * The answered reads of the whole set, in the order of their completions. Final reads count where the cluster had recovered: a
 * node that has not may lag behind.
 * @throws MalformedHistoryError when an answer is no list of integers.
 */
export function wholeReadsOf(history: History): readonly WholeRead[] {
  const recovered = recoveryIn(nemesisRecords(history))?.recovered !== false;
  const reads: WholeRead[] = [];
  for (const { index, final, parts, unique } of readsOf(history)) {
    const invocation = history.pairOf(parts[0]?.index ?? index);
    // What broke off, or is a piece of a scan, is not the whole set.
    const isWhole = unique || final;
    if (invocation === null || !isWhole || (final && !recovered)) continue;
    const elements = parts.flatMap((part) => part.elements);
    reads.push({ invocation, completion: index, elements, unique });
  }
  return reads;
}

const NEVER = -1;

/**
 * What reads tell of each element, by its ordinal; all are indices into the history. An element is known from the first
 * moment at which its add was acknowledged, or a read that saw it had ended. A read that began later and lacks the element is
 * one that misses it.
 */
export interface Elements {
  readonly attempts: Attempts;
  /** When it was known. `Infinity` where it never was. */
  readonly known: Float64Array;
  /** The last completion of a read that saw it; -1 where none did. */
  readonly seenUntil: Int32Array;
  /** Of reads that miss it: the one that began last, by its position; -1 where there are none. */
  readonly missedBy: Int32Array;
}

/** @throws MalformedHistoryError when an element is no integer. */
export function elementsIn(history: History, reads: readonly WholeRead[]): Elements {
  const attempts = new Attempts(history);
  const known = new Float64Array(attempts.size).fill(Infinity);
  const seenUntil = new Int32Array(attempts.size).fill(NEVER);
  const missedBy = new Int32Array(attempts.size).fill(NEVER);
  for (const { ordinal, outcome, completion } of attempts.values()) {
    if (outcome === 'acknowledged' && completion !== null) known[ordinal] = completion;
  }
  for (const { completion, elements } of reads) {
    for (const element of elements) {
      const ordinal = attempts.ordinalOf(element);
      if (ordinal === undefined) continue;
      known[ordinal] = Math.min(known[ordinal] as number, completion);
      seenUntil[ordinal] = Math.max(seenUntil[ordinal] as number, completion);
    }
  }
  const seenBy = new Int32Array(attempts.size).fill(NEVER);
  reads.forEach(({ invocation, elements }, position) => {
    for (const element of elements) {
      const ordinal = attempts.ordinalOf(element);
      if (ordinal !== undefined) seenBy[ordinal] = position;
    }
    for (let ordinal = 0; ordinal < attempts.size; ordinal += 1) {
      if ((known[ordinal] as number) >= invocation || seenBy[ordinal] === position) continue;
      const before = reads[missedBy[ordinal] as number]?.invocation ?? NEVER;
      if (invocation > before) missedBy[ordinal] = position;
    }
  });
  return { attempts, known, seenUntil, missedBy };
}
