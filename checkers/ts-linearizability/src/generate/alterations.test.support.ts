import type { Key, Operation } from '../types.js';
import { valueKey } from '../values/key.js';
import type { HistoryOf } from './history.test.support.js';
import type { Kind } from './kinds.test.support.js';

/** A history with one wrong answer. */
export interface AlteredHistory<K extends Kind> {
  readonly history: HistoryOf<K>;
  /** The operations with other answers than before. */
  readonly altered: readonly number[];
}

type AnyOperation = Operation<{ readonly f: string }, unknown>;

/** Answers to replace, by position. */
type Changes = ReadonlyMap<number, unknown>;

/** Kinds that have an alteration. */
export type AlterableKind = Exclude<Kind, 'multi-register' | 'mutex'>;

type Alteration = (
  operations: readonly AnyOperation[],
  at: number,
  puts: Puts,
) => Changes | undefined;

const ALTERATIONS: Record<AlterableKind, Alteration> = {
  register: staleRead,
  'cas-register': staleRead,
  'key-value': staleRead,
  counter: lostAdd,
  'grow-only-set': lostAdd,
  set: lostAdd,
  queue: swapped,
  stack: swapped,
  'priority-queue': swapped,
  'fenced-lock': repeated,
  log: repeated,
};

/**
 * Makes an answer wrong, in the first operation for which that is possible from a share of the
 * history on (default 0.95, where a checker has to go through nearly all of it first):
 *
 * - a read sees a value that was overwritten for good before it was called. Surely illegal;
 * - a read, or a look at one element, lacks an add that had returned before. Surely illegal as long
 *   as no add is negative;
 * - two operations that take elements, one after the other, exchange these, though the second
 *   element was in the way of that. Surely illegal if the elements are unique;
 * - an answer that can be given once is given a second time. Surely illegal if values are unique.
 *
 * @returns nothing if no operation is right for it, as in very short histories.
 */
export function alterHistory<K extends AlterableKind>(
  kind: K,
  history: HistoryOf<K>,
  from = 0.95,
): AlteredHistory<K> | undefined {
  const operations = history as readonly AnyOperation[];
  const puts = putsOf(operations);
  for (let at = Math.floor(from * operations.length); at < operations.length; at++) {
    const changes = ALTERATIONS[kind](operations, at, puts);
    if (changes !== undefined) {
      const altered = history.map((operation, position) =>
        changes.has(position) ? { ...operation, output: changes.get(position) } : operation,
      );
      return { history: altered as HistoryOf<K>, altered: [...changes.keys()] };
    }
  }
  return undefined;
}

/** What an operation puts into its object. */
function writtenBy(input: { readonly f: string }): unknown {
  if ('to' in input) {
    return input.to;
  }
  return 'value' in input ? input.value : undefined;
}

function keyOf(input: { readonly f: string }): unknown {
  return 'key' in input ? input.key : undefined;
}

/**
 * A read answers a value of which all writes were over before another write was called that was
 * over before the read was called: the one of these values that was written last.
 */
function staleRead(operations: readonly AnyOperation[], at: number): Changes | undefined {
  const read = operations[at] as AnyOperation;
  if (!['read', 'get'].includes(read.input.f) || read.return === Infinity) {
    return undefined;
  }
  let overwritten = -Infinity;
  const lastReturn = new Map<Key, { value: unknown; returned: number }>();
  for (const { input, output, call, return: returned } of operations) {
    const value = writtenBy(input);
    const failed = input.f === 'cas' && output !== undefined && output !== true;
    if (value === undefined || failed || call > read.return || keyOf(input) !== keyOf(read.input)) {
      continue;
    }
    const known = lastReturn.get(value as Key)?.returned ?? -Infinity;
    lastReturn.set(value as Key, { value, returned: Math.max(known, returned) });
    if (returned < read.call && (input.f !== 'cas' || output === true)) {
      overwritten = Math.max(overwritten, call);
    }
  }
  const stale = [...lastReturn.values()].filter(({ returned }) => returned < overwritten);
  const latest = stale.reduce<(typeof stale)[number] | undefined>(
    (a, b) => (a === undefined || b.returned > a.returned ? b : a),
    undefined,
  );
  return latest === undefined ? undefined : new Map([[at, latest.value]]);
}

/** A read answers less than all adds that had returned before its call. */
function lostAdd(operations: readonly AnyOperation[], at: number): Changes | undefined {
  const read = operations[at] as AnyOperation;
  if (!['read', 'contains'].includes(read.input.f) || read.return === Infinity) {
    return undefined;
  }
  const over = operations.filter(
    ({ input, return: returned }) => input.f === 'add' && returned < read.call,
  );
  if (typeof read.output === 'number') {
    const sum = over.reduce((total, add) => total + Number(writtenBy(add.input)), 0);
    return over.length === 0 ? undefined : new Map([[at, sum - 1]]);
  }
  const removed = new Set(
    operations
      .filter(({ input, call }) => input.f === 'remove' && call <= read.return)
      .map(({ input }) => writtenBy(input)),
  );
  const there = over.map(({ input }) => writtenBy(input)).filter((value) => !removed.has(value));
  if (Array.isArray(read.output)) {
    const lost = there.at(-1);
    const others = read.output.filter((value: unknown) => value !== lost);
    return there.length === 0 ? undefined : new Map([[at, others]]);
  }
  return there.includes(writtenBy(read.input)) ? new Map([[at, false]]) : undefined;
}

const NEARBY = 10_000;

/** What put each element in. */
type Puts = ReadonlyMap<unknown, AnyOperation>;

const PUTTING = new Set(['enqueue', 'push', 'insert']);

function putsOf(operations: readonly AnyOperation[]): Puts {
  const puts = new Map<unknown, AnyOperation>();
  for (const operation of operations) {
    if (PUTTING.has(operation.input.f)) {
      puts.set(writtenBy(operation.input), operation);
    }
  }
  return puts;
}

/** Two operations that take elements, one after the other, exchange these. */
function swapped(operations: readonly AnyOperation[], at: number, puts: Puts): Changes | undefined {
  const first = operations[at] as AnyOperation;
  const put = putOf(first, puts);
  if (put === undefined) {
    return undefined;
  }
  for (let other = at + 1; other < Math.min(at + NEARBY, operations.length); other++) {
    const second = operations[other] as AnyOperation;
    const later = second.call > first.return ? putOf(second, puts) : undefined;
    if (later !== undefined && isInTheWay(put, later, first)) {
      return new Map([
        [at, second.output],
        [other, first.output],
      ]);
    }
  }
  return undefined;
}

/** What put in the element that an operation took. */
function putOf({ input, output, return: returned }: AnyOperation, puts: Puts) {
  const takes = ['dequeue', 'pop', 'remove-min'].includes(input.f) && returned !== Infinity;
  return takes ? puts.get(output) : undefined;
}

/** Whether one element keeps another from leaving in place of it. */
function isInTheWay(put: AnyOperation, other: AnyOperation, taking: AnyOperation): boolean {
  switch (taking.input.f) {
    case 'dequeue':
      return put.return < other.call;
    case 'pop':
      return other.return < put.call && put.return < taking.call;
    default:
      return priorityOf(put) < priorityOf(other) && put.return < taking.call;
  }
}

function priorityOf({ input }: AnyOperation): number {
  return 'priority' in input ? Number(input.priority) : 0;
}

const ANSWERED_ONCE = new Set(['acquire', 'append']);

/** An operation answers what one before it, that had returned, answered. */
function repeated(operations: readonly AnyOperation[], at: number): Changes | undefined {
  const operation = operations[at] as AnyOperation;
  if (!ANSWERED_ONCE.has(operation.input.f) || operation.return === Infinity) {
    return undefined;
  }
  const earlier = operations.findLast(
    ({ input, output, return: returned }) =>
      input.f === operation.input.f &&
      returned < operation.call &&
      typeof output === 'number' &&
      valueKey(output) !== operation.output,
  );
  return earlier === undefined ? undefined : new Map([[at, earlier.output]]);
}
