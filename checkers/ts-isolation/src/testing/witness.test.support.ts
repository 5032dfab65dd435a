import type { AnomalyType } from '../models/anomalies.js';
import type { Anomaly, Dependency, MicroOp, Transaction, Value } from '../types.js';

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
 * register came first is believed; of lists, the longest that was read tells it.
 */
export function flawOf(history: readonly Transaction[], anomaly: Anomaly): string | null {
  const { type, transactions, dependencies } = anomaly;
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
    // What comes before a read for PRAM follows from the whole view of its session, not from the history alone.
    return type === 'pram-violation' || isKnownTo(history, first, reader);
  }
  if (!isBefore(history, key, before, after)) return false;
  if (kind === 'ww') return wrote(first, key, before);
  return hasRead(first, key, before) && !readsOf(first, key).every(sees(after));
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
  const known = new Set([first]);
  for (const one of known) {
    for (const other of history) if (comesAfter(history, one, other)) known.add(other);
  }
  return first !== reader && known.has(reader);
}

function comesAfter(
  history: readonly Transaction[],
  one: Transaction,
  other: Transaction,
): boolean {
  const isLater = (other.call ?? history.indexOf(other)) > (one.call ?? history.indexOf(one));
  if (one.process === other.process && isLater) return true;
  return one.ops.some(([f, key, value]) => f !== 'r' && hasRead(other, key, value ?? null));
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
