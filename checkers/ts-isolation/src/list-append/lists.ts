import { OK, type Columns } from '../history/columns.js';
import type { Found } from '../found.js';
import { InvalidHistoryError } from '../history/invalid-history.js';
import type { Transaction, Value } from '../types.js';
import { IntList } from '../values/int-list.js';
import { commonPrefix, sameValue } from '../values/same-value.js';
import { int32Array } from '../values/typed-arrays.js';
import { keyText, listText, valueText } from '../values/words.js';

/** A list that was read, and who read it. */
export interface LongestRead {
  readonly transaction: number;
  readonly list: readonly Value[];
}

/** The lists that committed transactions read. */
export interface Lists {
  /** The longest list of each key; `undefined` without a read. */
  readonly longest: readonly (LongestRead | undefined)[];
  /** Keys of which two lists contradict each other. */
  readonly broken: Set<number>;
  /** Reads that tell of others, in columns: who, by which micro-op. */
  readonly transaction: IntList;
  readonly op: IntList;
  /**
   * How many elements were there before the transaction: its own appends stand after them. Where a read
   * contradicts its own transaction, all elements.
   */
  readonly length: IntList;
  /** Of each micro-op: the next that read the same again, but for own appends; 0 where none did. */
  readonly again: Int32Array;
}

type List = readonly Value[];

/**
 * Takes in what was read. A read that contradicts what its own transaction read or appended before
 * is an anomaly (`internal`), and so are two lists of which neither begins the other
 * (`incompatible-order`).
 */
export function listsOf(columns: Columns, found: Found): Lists {
  const { history, outcome, firstOp, written, previous, key } = columns;
  const longest: (LongestRead | undefined)[] = Array.from({ length: columns.keys.length });
  const broken = new Set<number>();
  const reads = columns.key.length - columns.versions;
  const [transaction, op] = [new IntList(reads), new IntList(reads)];
  const length = new IntList(reads);
  const again = int32Array(columns.key.length);
  /** Reads that contradict their own transaction: no later one is compared with them. */
  const contradictory = new Set<number>();

  for (let t = 0; t < columns.transactions; t += 1) {
    if (outcome[t] !== OK) continue;
    const first = firstOp[t] as number;
    const { ops } = history[t] as Transaction;
    for (let at = first; at < (firstOp[t + 1] as number); at += 1) {
      if (written[at] !== -1) continue;
      const list = listAt(ops, at - first);
      if (list === undefined) {
        requireUnknown(ops[at - first]?.[2], t);
        continue;
      }
      let end = list.length;
      let earlier = previous[at] as number;
      let agrees = true;
      let base: List | undefined;
      let baseOp = -1;
      while (earlier !== -1 && base === undefined) {
        if (written[earlier] !== -1) {
          end -= 1;
          agrees &&= sameValue(list[end], ops[earlier - first]?.[2]);
        } else if (!contradictory.has(earlier)) {
          base = listAt(ops, earlier - first);
          baseOp = earlier;
        }
        earlier = previous[earlier] as number;
      }
      if (end < 0 || !agrees || (base !== undefined && !isSame(base, list, end))) {
        contradictory.add(at);
        addContradiction(columns, t, at, list, found);
        [base, end] = [undefined, list.length];
      }
      const k = key[at] as number;
      const other = longest[k];
      if (other === undefined) {
        longest[k] = { transaction: t, list };
      } else {
        const shared = commonPrefix(list, other.list);
        if (shared < list.length && shared < other.list.length) {
          broken.add(k);
          addDisagreement(columns.keys[k] as Value, t, list, other, shared, found);
        } else if (list.length > other.list.length) {
          longest[k] = { transaction: t, list };
        }
      }
      if (base !== undefined) {
        again[baseOp] = at;
        continue;
      }
      transaction.push(t);
      op.push(at);
      length.push(end);
    }
  }
  return { longest, broken, transaction, op, length, again };
}

function listAt(ops: Transaction['ops'], at: number): List | undefined {
  const read = ops[at]?.[2];
  if (read === null) return [];
  return Array.isArray(read) ? (read as List) : undefined;
}

/** @throws InvalidHistoryError for an answer that is no list. */
function requireUnknown(answer: Value | undefined, t: number): void {
  if (answer !== undefined) throw new InvalidHistoryError(t, 'a list that was read', answer);
}

/** Whether a list is the first elements of another. */
function isSame(base: List, list: List, end: number): boolean {
  return base.length === end && commonPrefix(base, list) >= end;
}

function addContradiction(columns: Columns, t: number, op: number, list: List, found: Found): void {
  found.add('internal', [t], () => contradiction(columns, t, op, list));
}

function contradiction(columns: Columns, t: number, op: number, list: List): string {
  const first = columns.firstOp[t] as number;
  const ops = columns.history[t]?.ops ?? [];
  const own = ops
    .slice(0, op - first)
    .flatMap((step, at) => {
      if (columns.key[first + at] !== columns.key[op]) return [];
      if (step[0] !== 'r') return [`appended ${valueText(step[2])}`];
      const read = listAt(ops, at);
      return read === undefined ? [] : [`read ${listText(read)}`];
    })
    .join(', then ');
  const name = keyText(columns.keys[columns.key[op] as number] as Value);
  return `T1 contradicts itself: of the key ${name} it ${own}, and then read ${listText(list)}.`;
}

function addDisagreement(
  key: Value,
  t: number,
  list: List,
  other: LongestRead,
  shared: number,
  found: Found,
): void {
  found.add('incompatible-order', [t, other.transaction], () => {
    const second = t === other.transaction ? 'it also' : 'T2';
    return `T1 read ${keyText(key)} as ${listText(list)}, and ${second} read it as ${listText(other.list)}. Neither is the beginning of the other: at place ${shared + 1} the first has ${valueText(list[shared] as Value)}, the second ${valueText(other.list[shared] as Value)}.`;
  });
}
