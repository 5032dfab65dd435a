import type { AnomalyType } from '../models/anomalies.js';
import type { Anomaly, Dependency, MicroOp, Transaction, Value } from '../types.js';

/** What is claimed of the order of two transactions, beside what the history tells. */
type Claimed = (before: Transaction, after: Transaction) => boolean;

/** What single transactions or the versions of one key prove. A future read may be one of these, or a cycle. */
const WITHOUT_CYCLE: ReadonlySet<AnomalyType> = new Set<AnomalyType>([
  'garbage-read',
  'duplicate-elements',
  'future-read',
  'G1a',
  'G1b',
  'dirty-update',
  'incompatible-order',
  'cyclic-versions',
  'internal',
  'lost-update',
]);

/**
 * What is not true of the cycle that is to prove an anomaly, by the history alone; null where each of its
 * dependencies is what it says, and they are of the kinds after which the anomaly is named. Which of two writes to a
 * register came first is believed; of lists, the longest that was read tells it. Of PRAM, each order that a read tells of
 * must follow from sessions, from what this session read, and from such orders that follow without it.
 */
export function flawOf(
  history: readonly Transaction[],
  anomaly: Anomaly,
  claimed: Claimed = () => false,
): string | null {
  const { type, transactions, dependencies, grounds = [] } = anomaly;
  if (new Set(transactions).size < transactions.length) return 'a transaction stands there twice';
  const named = transactions.map((position) => history[position]);
  if (named.includes(undefined)) return 'there is no such transaction';
  for (const [at, dependency] of dependencies.entries()) {
    const { from, to, kind, reason } = dependency;
    const isNext = from === at + 1 && to === ((at + 1) % dependencies.length) + 1;
    const [first, second] = [named[from - 1], named[to - 1]];
    if (!isNext || first === undefined || second === undefined) return `${at}: leads elsewhere`;
    const isSaid = reason.includes(`T${from}`) && reason.includes(`T${to}`);
    const reader = named[(dependency.reader ?? 0) - 1];
    if (!isSaid || !isTrue(history, type, dependency, first, second, reader))
      return `${at}: no such ${kind}`;
  }
  for (const ground of grounds) {
    const labels = [ground.from, ground.to, ground.reader ?? 0];
    const [first, second, reader] = labels.map((label) => named[label - 1]);
    if (first === undefined || second === undefined || ground.kind !== 'co')
      return 'no such ground';
    if (!isTrue(history, type, ground, first, second, reader)) return 'no such ground';
  }
  if (type === 'pram-violation') {
    const flaw = flawOfDerivation(history, named as readonly Transaction[], anomaly, claimed);
    if (flaw !== null) return flaw;
  }
  if (dependencies.length === 0) return WITHOUT_CYCLE.has(type) ? null : `no cycle of ${type}`;
  return isNamedFor(type, dependencies) ? null : `no ${type}`;
}

function isTrue(
  history: readonly Transaction[],
  type: AnomalyType,
  { kind, key = null, before = null, after = null, ended, began }: Dependency,
  first: Transaction,
  second: Transaction,
  reader: Transaction | undefined,
): boolean {
  const [end = Number.NaN, call = Number.NaN] = [first.return, second.call];
  const isTimed = first.outcome === 'ok' && ended === end && began === call;
  if (kind === 'process') return isTimed && first.process === second.process && end <= call;
  if (kind === 'realtime') return isTimed && end < call;
  if (kind === 'wr') return wrote(first, key, after) && hasRead(second, key, after);
  if (!wrote(second, key, after)) return false;
  if (kind === 'co') {
    if (reader === undefined || !hasRead(reader, key, after) || !wrote(first, key)) return false;
    // What comes before a read for PRAM follows step by step.
    return type === 'pram-violation' || isKnownTo(history, first, reader);
  }
  if (!isBefore(history, key, before, after)) return false;
  if (kind === 'ww') return wrote(first, key, before);
  return hasRead(first, key, before) && !readsOf(first, key).every(sees(after));
}

/** An order of two transactions, and who read what tells of it. */
interface Told {
  readonly first: Transaction;
  readonly second: Transaction;
  readonly reader: Transaction;
}

/**
 * What is wrong with the orders of a PRAM violation: all that was read must have been read by one session, and each order must
 * follow from others that follow without it.
 */
function flawOfDerivation(
  history: readonly Transaction[],
  named: readonly Transaction[],
  { dependencies, grounds = [] }: Anomaly,
  claimed: Claimed,
): string | null {
  const at = (label: number): Transaction => named[label - 1] as Transaction;
  const readers = [...dependencies, ...grounds].flatMap(({ kind, from, to, reader }) => {
    const label = kind === 'wr' ? to : kind === 'rw' ? from : reader;
    return label === undefined ? [] : [at(label)];
  });
  const session = readers[0]?.process;
  if (readers.some(({ process }) => process !== session)) return 'reads of several sessions';
  const known: Told[] = [];
  const comesAfter = (one: Transaction, other: Transaction): boolean =>
    follows(one, other) ||
    claimed(one, other) ||
    (other.process === session && hasReadFrom(other, one)) ||
    known.some(({ first, second }) => first === one && second === other);
  let left = [...dependencies, ...grounds].flatMap(({ from, to, reader }): Told[] =>
    reader === undefined ? [] : [{ first: at(from), second: at(to), reader: at(reader) }],
  );
  for (let next = left; next.length > 0;) {
    next = left.filter(({ first, reader }) => reaches(history, comesAfter, first, reader));
    known.push(...next);
    left = left.filter((one) => !next.includes(one));
  }
  return left.length === 0 ? null : 'an order does not follow from others';
}

/** Whether the longest list that was read of a key has one value before another; what nobody read comes last. */
function isBefore(
  history: readonly Transaction[],
  key: Value,
  before: Value,
  after: Value,
): boolean {
  const lists = history.flatMap((one) => readsOf(one, key)).filter((read) => Array.isArray(read));
  const [longest] = lists.toSorted((a, b) => b.length - a.length);
  if (before === null || longest === undefined) return true;
  const values = (longest as readonly Value[]).map(textOf);
  const [first, second] = [values.indexOf(textOf(before)), values.indexOf(textOf(after))];
  return first !== -1 && (second === -1 || first < second);
}

/** Whether a transaction came after another by processes and by what was read, step by step. */
function isKnownTo(
  history: readonly Transaction[],
  first: Transaction,
  reader: Transaction,
): boolean {
  const comesAfter: Claimed = (one, other) => follows(one, other) || hasReadFrom(other, one);
  return reaches(history, comesAfter, first, reader);
}

function reaches(
  history: readonly Transaction[],
  comesAfter: Claimed,
  first: Transaction,
  last: Transaction,
): boolean {
  const reached = new Set([first]);
  for (const one of reached) {
    for (const other of history) if (comesAfter(one, other)) reached.add(other);
  }
  return first !== last && reached.has(last);
}

/** Whether a process did one transaction after another, of which it is known that it was over. */
function follows(one: Transaction, other: Transaction): boolean {
  if (one.process !== other.process || one.outcome !== 'ok' || one === other) return false;
  return (one.return ?? Number.NaN) <= (other.call ?? Number.NaN);
}

function hasReadFrom(reader: Transaction, writer: Transaction): boolean {
  return writer.ops.some(([f, key, value]) => f !== 'r' && hasRead(reader, key, value ?? null));
}

const textOf = (value: Value | undefined): string | undefined => JSON.stringify(value);

/** Whether a transaction wrote a value, or anything, to a key. */
function wrote({ ops }: Transaction, key: Value, value?: Value): boolean {
  return ops.some(
    ([f, k, written]) =>
      f !== 'r' &&
      textOf(k) === textOf(key) &&
      (value === undefined || textOf(written) === textOf(value)),
  );
}

function readsOf({ ops, outcome }: Transaction, key: Value): Value[] {
  const isRead = ([f, k, value]: MicroOp) =>
    f === 'r' && textOf(k) === textOf(key) && value !== undefined;
  return outcome === 'ok' ? ops.filter(isRead).map(([, , value]) => value as Value) : [];
}

/** Whether a value is what was read, or is in the list that was read. Before all writes there is nothing to see. */
function sees(value: Value): (read: Value) => boolean {
  return (read) => {
    if (Array.isArray(read) && value === null) return true;
    return Array.isArray(read)
      ? read.some((one) => textOf(one as Value) === textOf(value))
      : textOf(read) === textOf(value);
  };
}

function hasRead(transaction: Transaction, key: Value, value: Value): boolean {
  return readsOf(transaction, key).some(sees(value));
}

/** Whether a cycle has the kinds of dependencies that its name promises (Adya 1999). */
function isNamedFor(type: string, dependencies: readonly Dependency[]): boolean {
  const kinds = dependencies.map(({ kind }) => kind);
  const unseen = kinds.map((kind) => kind === 'rw');
  const count = unseen.filter(Boolean).length;
  const isAdjacent = unseen.some((is, at) => is && unseen[(at + 1) % unseen.length] === true);
  const told = dependencies.map(({ reason }) => reason).join();
  const isOfProcess = kinds.includes('process') || told.includes('one process came');
  const isOfTime = kinds.includes('realtime') || told.includes('had ended before');
  if (type === 'future-read') return count === 0 && kinds.includes('wr') && isOfProcess;
  const [, name, order] = /^(G0|G1c|G-single|G-nonadjacent|G2-item)(?:-(\w+))?$/.exec(type) ?? [];
  if (name === undefined) return kinds.includes('co') || count > 0 || type === 'pram-violation';
  if (order === undefined ? isOfProcess || isOfTime : isOfTime !== (order === 'realtime')) {
    return false;
  }
  if (order === 'process' && !isOfProcess) return false;
  if (name === 'G0') return count === 0 && kinds.includes('ww') && !kinds.includes('wr');
  if (name === 'G1c') return count === 0 && kinds.includes('wr');
  if (name === 'G-single') return count <= 1 && (count === 1 || kinds.includes('ww'));
  return count >= 2 && isAdjacent === (name === 'G2-item');
}
