import { gather, pick } from '../../history/columns.js';
import { sort } from '../../history/sort.js';
import { lastBelow } from '../bisect.js';
import type { Elements } from '../containers/elements.js';
import { lowestBelow } from './below.js';

/** Of how many elements cores are grown, to keep the smallest. */
const SEEDS = 64;

/** Why an element cannot lie below all others of some elements. */
export interface Hindrance {
  readonly element: number;
  /** What it cannot do with none of them inside. */
  readonly cannot: 'come' | 'leave';
  /** Those that were surely inside, one after the other, as long as it could. */
  readonly others: readonly number[];
}

/**
 * Few elements none of which can come and leave with none of the others surely inside, so that no
 * legal order has a place for the lowest of them.
 *
 * @param stuck elements of which this is true.
 */
export function smallCore(elements: Elements, stuck: Int32Array): readonly Hindrance[] {
  const pair = crossingPair(elements, stuck);
  if (pair !== undefined) {
    return pair;
  }
  const covers = Covers.of(elements, stuck);
  let best: readonly Hindrance[] = [];
  const stride = Math.ceil(stuck.length / SEEDS);
  for (let at = 0; at < stuck.length; at += stride) {
    const limit = best.length || Infinity;
    best = coreFrom(elements, covers, stuck[at] as number, limit) ?? best;
  }
  return best;
}

/** A core of two, if there is one: what lies below has to leave before what lies above can. */
function crossingPair(elements: Elements, stuck: Int32Array): readonly Hindrance[] | undefined {
  const below = lowestBelow(elements, stuck);
  for (let at = 0; at < stuck.length; at++) {
    const upper = stuck[at] as number;
    const lower = below[at] as number;
    const leaves = elements.takeReturn[lower] ?? Infinity;
    if (leaves < (elements.takeCall[upper] as number)) {
      return [
        { element: lower, cannot: 'leave', others: [upper] },
        { element: upper, cannot: 'come', others: [lower] },
      ];
    }
  }
  return undefined;
}

/** An element, what hinders it, what hinders that, and so on; nothing if that takes `limit` or more. */
export function coreFrom(
  elements: Elements,
  covers: Covers,
  seed: number,
  limit: number,
): readonly Hindrance[] | undefined {
  const core: Hindrance[] = [];
  const members = new Set([seed]);
  // The set grows on the way.
  for (const element of members) {
    const hindrances = hindrancesOf(elements, covers, element);
    const fewest = hindrances.reduce((a, b) =>
      countNew(b.others, members) < countNew(a.others, members) ? b : a,
    );
    core.push(fewest);
    fewest.others.forEach((other) => members.add(other));
    if (members.size >= limit) {
      return undefined;
    }
  }
  return core;
}

function countNew(others: readonly number[], members: ReadonlySet<number>): number {
  return others.filter((other) => !members.has(other)).length;
}

function hindrancesOf(
  { putCall, putReturn, takeCall, takeReturn }: Elements,
  covers: Covers,
  element: number,
): Hindrance[] {
  const coming = covers.during(putCall[element] as number, putReturn[element] as number);
  const leaving = covers.during(takeCall[element] as number, takeReturn[element] as number);
  return [
    ...(coming === undefined ? [] : [{ element, cannot: 'come' as const, others: coming }]),
    ...(leaving === undefined ? [] : [{ element, cannot: 'leave' as const, others: leaving }]),
  ];
}

/** Which of some elements were surely inside, one after the other, all through an interval. */
export class Covers {
  readonly #starts: Float64Array;
  /** Of the elements that start up to a position, the one that stays longest. */
  readonly #longest: Int32Array;
  readonly #ends: Float64Array;

  private constructor(starts: Float64Array, longest: Int32Array, ends: Float64Array) {
    this.#starts = starts;
    this.#longest = longest;
    this.#ends = ends;
  }

  static of({ putReturn, takeCall }: Elements, some: Int32Array): Covers {
    const longest = pick(some, sort(gather(putReturn, some)));
    const starts = gather(putReturn, longest);
    for (let i = 1; i < longest.length; i++) {
      const [before, at] = [longest[i - 1] as number, longest[i] as number];
      longest[i] = (takeCall[before] as number) > (takeCall[at] as number) ? before : at;
    }
    return new Covers(starts, longest, takeCall);
  }

  /** Few of them; nothing if at some moment none is surely inside. */
  during(from: number, to: number): number[] | undefined {
    const cover: number[] = [];
    let covered = from;
    do {
      const element = this.#longest[lastBelow(this.#starts, covered)] ?? -1;
      const end = this.#ends[element] ?? -Infinity;
      if (end <= covered) {
        return undefined;
      }
      cover.push(element);
      covered = end;
    } while (covered <= to);
    return cover;
  }
}
