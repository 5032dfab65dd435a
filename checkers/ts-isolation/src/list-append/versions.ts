import type { Value } from '../types.js';
import { commonPrefix } from '../values/same-value.js';
import { keyText, listText, valueText } from '../values/words.js';
import type { Appends } from './appends.js';
import type { Found } from './found.js';
import { lookalikeOf } from './lookalike.js';
import type { ListRead } from './reads.js';

/** Nobody appended it. */
export const NOBODY = -1;

/** The order of the versions of each key, as the longest list read of it tells. */
export interface Versions {
  /** Of each key: who appended each element of its longest list; `undefined` without a read. */
  readonly order: readonly (Int32Array | undefined)[];
  /** The longest read of each key. */
  readonly longest: readonly (ListRead | undefined)[];
  /** Of each append: its place in the order, from 1; 0 where it was never read. */
  readonly place: Int32Array;
  /** Keys whose lists contradict each other or repeat an element: nothing follows from them. */
  readonly broken: ReadonlySet<number>;
}

/**
 * Takes the longest list of each key for its version order. Every other read must be a prefix of it
 * (else `incompatible-order`), no element may be there twice (`duplicate-elements`) or come from
 * nobody (`garbage-read`), and a transaction's own appends stand in the order in which it made them.
 */
export function versionsOf(appends: Appends, reads: readonly ListRead[], found: Found): Versions {
  const longest: (ListRead | undefined)[] = [];
  for (const read of reads) {
    const other = longest[read.key];
    if (other === undefined || read.list.length > other.list.length) longest[read.key] = read;
  }
  const broken = new Set<number>();
  for (const read of reads) {
    const other = longest[read.key] as ListRead;
    const shared = commonPrefix(read.list, other.list);
    if (shared === read.list.length) continue;
    broken.add(read.key);
    found.add('incompatible-order', distinct(read.transaction, other.transaction), () =>
      disagreement(appends.keys[read.key] as Value, read, other, shared),
    );
  }
  const place = new Int32Array(appends.count);
  const order = longest.map((read) =>
    read === undefined ? undefined : orderOf(read, appends, place, broken, found),
  );
  for (let append = 0; append < appends.count; append += 1) {
    const next = appends.next[append] as number;
    if (next === -1 || place[next] === 0 || place[append] === 0) continue;
    if ((place[next] as number) > (place[append] as number)) continue;
    const key = appends.key[append] as number;
    const [first, second] = [appends.value[append], appends.value[next]] as [Value, Value];
    const reader = longest[key] as ListRead;
    broken.add(key);
    found.add(
      'incompatible-order',
      distinct(appends.transaction[append] as number, reader.transaction),
      () =>
        `T1 appended ${valueText(first)} to ${keyText(appends.keys[key] as Value)} and then ${valueText(second)}, but they stand the other way round in the list that was read: ${listText(reader.list)}.`,
    );
  }
  return { order, longest, place, broken };
}

function distinct(a: number, b: number): readonly number[] {
  return a === b ? [a] : [a, b];
}

function orderOf(
  { key, list, transaction }: ListRead,
  appends: Appends,
  place: Int32Array,
  broken: Set<number>,
  found: Found,
): Int32Array {
  const name = keyText(appends.keys[key] as Value);
  const order = new Int32Array(list.length);
  for (const [at, value] of list.entries()) {
    const append = appends.writerOf(key, value) ?? NOBODY;
    order[at] = append;
    if (append === NOBODY) {
      const alike = found.isFull('garbage-read') ? undefined : lookalikeOf(appends, key, value);
      found.add(
        'garbage-read',
        alike === undefined
          ? [transaction]
          : distinct(transaction, appends.transaction[alike] as number),
        () =>
          `T1 read ${valueText(value)} in the list of ${name}, which nobody appended to it${alike === undefined ? '' : differsInType(appends, alike)}.`,
      );
    } else if ((place[append] as number) > 0) {
      broken.add(key);
      if (appends.repeated.has(key)) continue;
      found.add(
        'duplicate-elements',
        distinct(transaction, appends.transaction[append] as number),
        () =>
          `T1 read ${valueText(value)} twice in the list of ${name}, at ${place[append]} and at ${at + 1} (the first is 1), but it was appended once.`,
      );
    } else {
      place[append] = at + 1;
    }
  }
  return order;
}

function differsInType({ value, key, keys }: Appends, append: number): string {
  const [what, to] = [value[append] as Value, keys[key[append] as number] as Value];
  return `; but ${valueText(what)} was appended to ${keyText(to)}: they differ in their types only`;
}

function disagreement(key: Value, read: ListRead, other: ListRead, shared: number): string {
  const same = read.transaction === other.transaction;
  const second = same ? 'it also' : 'T2';
  return `T1 read ${keyText(key)} as ${listText(read.list)}, and ${second} read it as ${listText(other.list)}. Neither is the beginning of the other: at place ${shared + 1} the first has ${valueText(read.list[shared] as Value)}, the second ${valueText(other.list[shared] as Value)}.`;
}
