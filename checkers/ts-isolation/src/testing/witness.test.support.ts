import type { Anomaly, Dependency, MicroOp, Transaction, Value } from '../types.js';

/**
 * What is not true of the cycle that is to prove an anomaly, by the history alone; null where each of its
 * dependencies is what it says, and they are of the kinds after which the anomaly is named.
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
    if (!isSaid || !isTrue(dependency, first, second, reader)) return `${at}: no such ${kind}`;
  }
  if (dependencies.length === 0) return null;
  return isNamedFor(type, dependencies) ? null : `no ${type}`;
}

function isTrue(
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
  if (kind === 'ww') return wrote(first, key, before);
  if (kind === 'rw') return hasRead(first, key, before) && !readsOf(first, key).every(sees(after));
  return wrote(first, key) && reader !== undefined && hasRead(reader, key, after);
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
