import type { Control, SpecialisedVerdict } from '../../types.js';
import type { Intervals } from '../intervals.js';
import { listed, type Words } from '../words.js';
import type { Pairs, RepeatedValue } from './elements.js';

/** A value that was put in more than once, and the ways in which its operations can belong together. */
export interface Matchings {
  readonly value: RepeatedValue;
  /** In each, the put of each take. */
  readonly ways: readonly (readonly number[])[];
}

/** So many ways for one value. */
const MOST_WAYS = 24;
/** So many pairs are looked at for one value. */
const MOST_TRIED = 20_000;
/** So many values that have several ways. */
const MOST_VALUES = 200;
/** So many histories are judged; fewer if those are long, so many operations in all. */
const MOST_JUDGED = 500;
const MOST_OPERATIONS = 5_000_000;

/**
 * The ways in which the operations of values that were put in more than once can belong together, or
 * why these are too many.
 *
 * @param firstGoesFirst whether, of two puts of a value, the element that came first may leave first.
 */
export function matchingsOf(
  values: readonly RepeatedValue[],
  intervals: Intervals,
  firstGoesFirst: (put: number, other: number) => boolean,
): readonly Matchings[] | string {
  const found: Matchings[] = [];
  let several = 0;
  for (const value of values) {
    const ways = waysOf(value, intervals, firstGoesFirst);
    several += ways !== undefined && ways.length > 1 ? 1 : 0;
    if (ways === undefined || several > MOST_VALUES) {
      return `operation ${value.puts[1]} puts in a value that was put in before`;
    }
    found.push({ value, ways });
  }
  return found;
}

/** All ways to give each take a put that was called in time; nothing if they are too many. */
function waysOf(
  { puts, takes }: RepeatedValue,
  { call, return: returned }: Intervals,
  firstGoesFirst: (put: number, other: number) => boolean,
): readonly (readonly number[])[] | undefined {
  const isBefore = (one: number, other: number): boolean =>
    (call[one] as number) <= (call[other] as number) &&
    (returned[one] as number) <= (returned[other] as number) &&
    ((call[one] as number) < (call[other] as number) || one < other);
  const ways: number[][] = [];
  const putOf: number[] = [];
  let tried = 0;
  const extend = (): void => {
    const take = takes[putOf.length];
    if (take === undefined) {
      ways.push([...putOf]);
      return;
    }
    for (const put of puts) {
      if (ways.length > MOST_WAYS || ++tried > MOST_TRIED) {
        return;
      }
      const isLate = (call[put] as number) > (returned[take] as number);
      // Where elements leave as they came, others need not be tried.
      const isCrossed = putOf.some(
        (other, i) =>
          (isBefore(put, other) &&
            isBefore(takes[i] as number, take) &&
            firstGoesFirst(put, other)) ||
          (isBefore(other, put) &&
            isBefore(take, takes[i] as number) &&
            firstGoesFirst(other, put)),
      );
      if (!isLate && !putOf.includes(put) && !isCrossed) {
        putOf.push(put);
        extend();
        putOf.pop();
      }
    }
  };
  extend();
  return ways.length > MOST_WAYS || tried > MOST_TRIED ? undefined : ways;
}

/** Ways of some values, by their positions among them, that cannot all be right. */
type Conflict = ReadonlyMap<number, number>;

/**
 * Tries ways in which equal elements belong together, one after the other, until a history of
 * elements that are all different is legal. Each illegal one tells which values are to blame: so
 * what has the same ways of these is not tried again.
 *
 * @param judge what is told apart.
 */
export function judgeMatchings(
  pairs: Pairs,
  matchings: readonly Matchings[],
  judge: () => SpecialisedVerdict,
  words: Words,
  control: Control,
): SpecialisedVerdict {
  const ways = matchings.map(() => 0);
  const conflicts: Conflict[] = [];
  const witness = new Set<number>();
  const ofOperation = new Map<number, number>();
  for (const [i, { value, ways: all }] of matchings.entries()) {
    const operations = [...value.puts, ...value.takes];
    if (all.length === 0) {
      const reason = `${listed(words, value.takes)}: that is more than was put in by then`;
      return { verdict: 'illegal', witness: operations.sort((a, b) => a - b), reason };
    }
    operations.forEach((at) => ofOperation.set(at, i));
  }
  const most = Math.min(MOST_JUDGED, MOST_OPERATIONS / pairs.intervals.call.length);
  for (let judged = 0; judged <= most && control.stop() === undefined; judged++) {
    for (const [i, { value, ways: all }] of matchings.entries()) {
      pairs.tellApart(value, all[ways[i] as number] as readonly number[]);
    }
    const verdict = judge();
    if (verdict.verdict !== 'illegal') {
      return verdict;
    }
    const blamed = new Set(
      verdict.witness
        .flatMap((at) => ofOperation.get(at) ?? [])
        .filter((i) => several(matchings, i)),
    );
    for (const at of verdict.witness) {
      witness.add(at);
      const { puts, takes } = matchings[ofOperation.get(at) ?? -1]?.value ?? {
        puts: [],
        takes: [],
      };
      [...puts, ...takes].forEach((other) => witness.add(other));
    }
    conflicts.push(new Map([...blamed].map((i) => [i, ways[i] as number])));
    if (!avoid(conflicts, matchings, ways)) {
      const all = [...witness].sort((a, b) => a - b);
      // What was wrong in one way says nothing of the others.
      return conflicts.length > 1
        ? { verdict: 'illegal', witness: all }
        : { ...verdict, witness: all };
    }
  }
  return { verdict: 'undecided', because: 'equal values can be told apart in too many ways' };
}

function several(matchings: readonly Matchings[], i: number): boolean {
  return (matchings[i]?.ways.length ?? 0) > 1;
}

/** Changes ways, as few as may be, so that there is no conflict; false if that is not possible. */
function avoid(
  conflicts: readonly Conflict[],
  matchings: readonly Matchings[],
  ways: number[],
): boolean {
  const involved = [...new Set(conflicts.flatMap((conflict) => [...conflict.keys()]))];
  const place = new Map(involved.map((i, at) => [i, at]));
  // By the last of its values: only then is it known whether all of it holds.
  const byLast = involved.map((): Conflict[] => []);
  for (const conflict of conflicts) {
    const last = Math.max(-1, ...[...conflict.keys()].map((i) => place.get(i) ?? -1));
    if (last < 0) {
      return false;
    }
    byLast[last]?.push(conflict);
  }
  const tried = [...ways];
  const choose = (at: number): boolean => {
    const i = involved[at];
    if (i === undefined) {
      return true;
    }
    const count = matchings[i]?.ways.length ?? 0;
    for (let step = 0; step < count; step++) {
      tried[i] = ((ways[i] as number) + step) % count;
      const holds = (conflict: Conflict): boolean =>
        [...conflict].every(([value, way]) => tried[value] === way);
      if (!(byLast[at] ?? []).some(holds) && choose(at + 1)) {
        return true;
      }
    }
    return false;
  };
  if (!choose(0)) {
    return false;
  }
  tried.forEach((way, i) => {
    ways[i] = way;
  });
  return true;
}
