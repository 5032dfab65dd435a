import { distinct } from '../../history/columns.js';
import { comparePriorities } from '../../models/priorities.js';
import type { Control, SpecialisedVerdict } from '../../types.js';
import { listed, type Words } from '../words.js';
import { EMPTY, type ContainerOperations } from './operations.js';

/** A value that was put in more than once. */
export interface Repeated {
  readonly puts: readonly number[];
  readonly takes: readonly number[];
  /** The ways in which its operations can belong together: in each, the put of each take. */
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
 * The values that were put in more than once; or why their operations can belong together in too many ways.
 *
 * @param firstGoesFirst whether, of two equal elements, the one that came first may always leave first.
 */
export function repeatedValues(
  columns: ContainerOperations,
  firstGoesFirst: boolean,
): readonly Repeated[] | string {
  const { isPut, value, values } = columns;
  const counts = new Int32Array(values);
  isPut.forEach((one, at) => {
    const own = value[at] as number;
    counts[own] = (counts[own] ?? 0) + one;
  });
  if (counts.every((count) => count <= 1)) {
    return [];
  }
  const all = new Map<number, { readonly puts: number[]; readonly takes: number[] }>();
  for (const [at, own] of value.entries()) {
    if (own !== EMPTY && (counts[own] as number) > 1) {
      const operations = all.get(own) ?? { puts: [], takes: [] };
      all.set(own, operations);
      operations[isPut[at] === 1 ? 'puts' : 'takes'].push(at);
    }
  }
  const repeated: Repeated[] = [];
  let several = 0;
  for (const { puts, takes } of all.values()) {
    const ways = waysOf(puts, takes, columns, firstGoesFirst);
    several += ways !== undefined && ways.length > 1 ? 1 : 0;
    if (ways === undefined || several > MOST_VALUES) {
      return `operation ${puts[1]} puts in a value that was put in before`;
    }
    repeated.push({ puts, takes, ways });
  }
  return repeated;
}

/** All ways to give each take a put that was called in time; nothing if they are too many. */
function waysOf(
  puts: readonly number[],
  takes: readonly number[],
  { call, return: returned, priority }: ContainerOperations,
  firstGoesFirst: boolean,
): readonly (readonly number[])[] | undefined {
  const isBefore = (one: number, other: number): boolean =>
    (call[one] as number) <= (call[other] as number) &&
    (returned[one] as number) <= (returned[other] as number) &&
    ((call[one] as number) < (call[other] as number) || one < other);
  // What is most likely comes first.
  const inOrder = firstGoesFirst ? puts : puts.toReversed();
  const ways: number[][] = [];
  const putOf: number[] = [];
  let tried = 0;
  const extend = (): void => {
    const take = takes[putOf.length];
    if (take === undefined) {
      ways.push([...putOf]);
      return;
    }
    // Where elements leave as they came, others need not be tried.
    const areCrossed = (put: number, other: number, takeOfOther: number): boolean =>
      firstGoesFirst &&
      ((isBefore(put, other) && isBefore(takeOfOther, take)) ||
        (isBefore(other, put) && isBefore(take, takeOfOther))) &&
      comparePriorities(priority?.[put] ?? 0, priority?.[other] ?? 0) === 0;
    for (const put of inOrder) {
      if (ways.length > MOST_WAYS || ++tried > MOST_TRIED) {
        return;
      }
      const isLate = (call[put] as number) > (returned[take] as number);
      if (
        !isLate &&
        !putOf.includes(put) &&
        !putOf.some((other, i) => areCrossed(put, other, takes[i] as number))
      ) {
        putOf.push(put);
        extend();
        putOf.pop();
      }
    }
  };
  extend();
  return ways.length > MOST_WAYS || tried > MOST_TRIED ? undefined : ways;
}

/** The same operations, but with equal values told apart: each take takes what a certain put put in. */
function toldApart(
  columns: ContainerOperations,
  repeated: readonly Repeated[],
  chosen: readonly number[],
): ContainerOperations {
  const value = columns.value.slice();
  let { values } = columns;
  for (const [i, { puts, takes, ways }] of repeated.entries()) {
    // The first keeps the identity of the value.
    puts.slice(1).forEach((put) => (value[put] = values++));
    const putOf = ways[chosen[i] as number] as readonly number[];
    takes.forEach((take, j) => (value[take] = value[putOf[j] as number] as number));
  }
  return { ...columns, value, values };
}

/**
 * Guesses how equal elements belong together, until a history of elements that are all different is legal.
 * An illegal one tells which values are to blame: only of these another way is tried, of one after the other.
 *
 * @param judge what is told apart.
 */
export function judgeMatchings(
  columns: ContainerOperations,
  repeated: readonly Repeated[],
  judge: (columns: ContainerOperations) => SpecialisedVerdict,
  words: Words,
  control: Control,
): SpecialisedVerdict {
  const ofOperation = new Map<number, number>();
  for (const [i, { puts, takes, ways }] of repeated.entries()) {
    const operations = [...puts, ...takes];
    if (ways.length === 0) {
      const reason = `${listed(words, takes)}: that is more than was put in by then`;
      return { verdict: 'illegal', witness: distinct(operations), reason };
    }
    operations.forEach((at) => ofOperation.set(at, i));
  }
  const most = Math.min(MOST_JUDGED, MOST_OPERATIONS / columns.call.length);
  const chosen = repeated.map(() => 0);
  let judged = 0;
  const judgeChosen = (): SpecialisedVerdict =>
    judged++ > most || control.stop() !== undefined
      ? { verdict: 'undecided', because: 'equal values can be told apart in too many ways' }
      : judge(repeated.length === 0 ? columns : toldApart(columns, repeated, chosen));
  /** The verdict if some values are left as they are, and the others may be told apart otherwise. */
  const decide = (verdict: SpecialisedVerdict, fixed: readonly number[]): SpecialisedVerdict => {
    if (verdict.verdict !== 'illegal') {
      return verdict;
    }
    const blamed = new Set(verdict.witness.flatMap((at) => ofOperation.get(at) ?? []));
    const open = [...blamed].find((i) => several(repeated, i) && !fixed.includes(i));
    if (open === undefined) {
      return verdict;
    }
    const witness = [...verdict.witness];
    for (const way of repeated[open]?.ways.keys() ?? []) {
      chosen[open] = way;
      const found = decide(way === 0 ? verdict : judgeChosen(), [...fixed, open]);
      if (found.verdict !== 'illegal') {
        return found;
      }
      if (!found.witness.some((at) => ofOperation.get(at) === open)) {
        chosen[open] = 0;
        return found;
      }
      witness.push(...found.witness);
    }
    chosen[open] = 0;
    // What was wrong in one way says nothing of the others.
    return { verdict: 'illegal', witness };
  };
  const verdict = decide(judgeChosen(), []);
  if (verdict.verdict !== 'illegal') {
    return verdict;
  }
  const whole = verdict.witness.flatMap((at) => {
    const { puts, takes } = repeated[ofOperation.get(at) ?? -1] ?? { puts: [at], takes: [] };
    return [...puts, ...takes];
  });
  return { ...verdict, witness: distinct(whole) };
}

function several(repeated: readonly Repeated[], i: number): boolean {
  return (repeated[i]?.ways.length ?? 0) > 1;
}
