import type { Key, Operation } from '../types.js';
import { structuralKey, valueKey } from '../values/key.js';
import type { HistoryOf } from './history.js';
import type { Kind } from './kinds.js';

/** A history with one wrong answer. */
export interface AlteredHistory<K extends Kind> {
  readonly history: HistoryOf<K>;
  /** The operations with other answers than before. */
  readonly altered: readonly number[];
  /** What was done. */
  readonly alteration: Alteration;
  /** Whether the history is illegal for certain; if not, it nearly always is. */
  readonly surelyIllegal: boolean;
}

/**
 * - `stale-read`: a value that was overwritten for good before the read was called. Surely illegal.
 * - `lost-add`: a read that lacks an add that had returned before. Surely illegal as long as no
 *   add is negative and, in a set, the value was never removed.
 * - `swapped`: two dequeues, one after the other, exchange elements that were enqueued one after
 *   the other. Surely illegal if the elements are unique.
 * - `repeated`: an answer that can be given once is given a second time. Surely illegal if values
 *   are unique.
 */
export type Alteration = 'stale-read' | 'lost-add' | 'swapped' | 'repeated';

type AnyOperation = Operation<{ readonly f: string }, unknown>;

/** Answers to replace, by position. */
type Changes = ReadonlyMap<number, unknown>;

/** Kinds that have an alteration. */
export type AlterableKind = Exclude<Kind, 'multi-register' | 'set' | 'mutex'>;

const ALTERATIONS: Record<AlterableKind, Alteration> = {
  register: 'stale-read',
  'cas-register': 'stale-read',
  'key-value': 'stale-read',
  counter: 'lost-add',
  'grow-only-set': 'lost-add',
  queue: 'swapped',
  stack: 'repeated',
  'priority-queue': 'repeated',
  'fenced-lock': 'repeated',
  log: 'repeated',
};

/**
 * Makes an answer wrong, in the first operation for which that is possible from a share of the
 * history on (default 0.95, where a checker has to go through nearly all of it first).
 *
 * @returns nothing if no operation is right for it, as in very short histories.
 */
export function alterHistory<K extends AlterableKind>(
  kind: K,
  history: HistoryOf<K>,
  from = 0.95,
): AlteredHistory<K> | undefined {
  const operations = history as readonly AnyOperation[];
  const alteration = ALTERATIONS[kind];
  const change = { 'stale-read': staleRead, 'lost-add': lostAdd, swapped, repeated }[alteration];
  for (let at = Math.floor(from * operations.length); at < operations.length; at++) {
    const changes = change(operations, at);
    if (changes !== undefined) {
      return {
        history: history.map((operation, position) =>
          changes.has(position) ? { ...operation, output: changes.get(position) } : operation,
        ) as HistoryOf<K>,
        altered: [...changes.keys()],
        alteration,
        surelyIllegal: isSure(operations, alteration, changes),
      };
    }
  }
  return undefined;
}

function isSure(
  operations: readonly AnyOperation[],
  alteration: Alteration,
  changes: Changes,
): boolean {
  if (alteration === 'stale-read') {
    return true;
  }
  if (alteration === 'lost-add') {
    return operations.every(({ input }) => {
      const value = 'value' in input ? input.value : 0;
      return typeof value !== 'number' || value >= 0;
    });
  }
  // The values in the wrong answers must have been put in once.
  const values = new Set([...changes.values()].map((value) => structuralKey(value)));
  let written = 0;
  for (const { input } of operations) {
    const value = writtenBy(input);
    written += value !== undefined && values.has(structuralKey(value)) ? 1 : 0;
  }
  return written <= values.size;
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
  if (read.input.f !== 'read' || read.return === Infinity) {
    return undefined;
  }
  const over = operations.filter(
    ({ input, return: returned }) => input.f === 'add' && returned < read.call,
  );
  if (over.length === 0) {
    return undefined;
  }
  if (Array.isArray(read.output)) {
    const lost = valueOf(over.at(-1));
    return new Map([[at, read.output.filter((value: unknown) => value !== lost)]]);
  }
  const sum = over.reduce((total, add) => total + Number(valueOf(add)), 0);
  return new Map([[at, sum - 1]]);
}

function valueOf(operation: AnyOperation | undefined): unknown {
  return operation === undefined ? undefined : writtenBy(operation.input);
}

const NEARBY = 10_000;

/** Two dequeues that follow each other exchange elements that followed each other. */
function swapped(operations: readonly AnyOperation[], at: number): Changes | undefined {
  const first = operations[at] as AnyOperation;
  const put = enqueueOf(operations, first);
  if (put === undefined) {
    return undefined;
  }
  for (let other = at + 1; other < Math.min(at + NEARBY, operations.length); other++) {
    const second = operations[other] as AnyOperation;
    if (second.call > first.return && second.return !== Infinity) {
      const later = enqueueOf(operations, second);
      if (later !== undefined && put.return < later.call) {
        return new Map([
          [at, second.output],
          [other, first.output],
        ]);
      }
    }
  }
  return undefined;
}

function enqueueOf(
  operations: readonly AnyOperation[],
  { input, output, return: returned }: AnyOperation,
): AnyOperation | undefined {
  if (input.f !== 'dequeue' || typeof output !== 'number' || returned === Infinity) {
    return undefined;
  }
  return operations.find(
    ({ input: other }) => other.f === 'enqueue' && writtenBy(other) === output,
  );
}

const ANSWERED_ONCE = new Set(['pop', 'remove-min', 'acquire', 'append']);

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
