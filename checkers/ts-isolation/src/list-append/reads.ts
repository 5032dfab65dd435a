import type { Transaction, Value } from '../types.js';
import { sameValue } from '../values/same-value.js';
import { keyText, listText } from '../values/words.js';
import type { Appends } from './appends.js';
import type { Found } from './found.js';

/** A list that a committed transaction read. */
export interface ListRead {
  readonly transaction: number;
  readonly key: number;
  readonly list: readonly Value[];
  /**
   * How many elements were there before the transaction: those that it appended itself are at the
   * end. -1 where an earlier read of the transaction has told that.
   */
  readonly before: number;
}

/** What a transaction knows of a key. */
interface Knowledge {
  transaction: number;
  /** The list as it was read last. */
  list: readonly Value[] | undefined;
  /** What it appended since, or since it began. */
  appended: Value[];
}

/**
 * The reads of the committed transactions. Those that contradict what their own transaction did
 * before are anomalies (`internal`), and say nothing of others.
 */
export function readsOf(
  history: readonly Transaction[],
  appends: Appends,
  found: Found,
): readonly ListRead[] {
  const reads: ListRead[] = [];
  const known: Knowledge[] = [];
  for (const [transaction, { ops, outcome }] of history.entries()) {
    if (outcome !== 'ok') continue;
    for (const [f, name, value] of ops) {
      const key = appends.keyOf(name);
      const of = (known[key] ??= { transaction: -1, list: undefined, appended: [] });
      if (of.transaction !== transaction) {
        of.transaction = transaction;
        of.list = undefined;
        if (of.appended.length > 0) of.appended = [];
      }
      if (f === 'append') {
        of.appended.push(value);
        continue;
      }
      if (value === undefined) continue;
      const list = value ?? [];
      const before = list.length - of.appended.length;
      if (follows(list, of)) {
        reads.push({ transaction, key, list, before: of.list === undefined ? before : -1 });
        of.list = list;
        if (of.appended.length > 0) of.appended = [];
      } else {
        const { list: last, appended } = of;
        found.add('internal', [transaction], () => contradiction(name, list, last, appended));
      }
    }
  }
  return reads;
}

/** Whether a list is what was read last, if anything was, and then what was appended since. */
function follows(list: readonly Value[], { list: last, appended }: Knowledge): boolean {
  const before = list.length - appended.length;
  if (before < 0 || (last !== undefined && last.length !== before)) return false;
  for (let at = 0; at < appended.length; at += 1) {
    if (!sameValue(list[before + at], appended[at])) return false;
  }
  if (last === undefined || last === list) return true;
  for (let at = 0; at < before; at += 1) if (!sameValue(list[at], last[at])) return false;
  return true;
}

function contradiction(
  key: Value,
  list: readonly Value[],
  last: readonly Value[] | undefined,
  appended: readonly Value[],
): string {
  const own = `appended ${listText(appended)}`;
  const earlier =
    last === undefined
      ? own
      : `read ${listText(last)}${appended.length === 0 ? '' : `, then ${own}`}`;
  return `T1 contradicts itself: of the key ${keyText(key)} it ${earlier}, and then read ${listText(list)}.`;
}
