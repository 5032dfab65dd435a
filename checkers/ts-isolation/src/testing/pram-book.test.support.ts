import type { RegisterOp, Transaction } from '../types.js';
import { claimedOf, inSession, type Claims } from './brute-force.test.support.js';
import { randomOf, shuffled } from './random.test.support.js';

type Registers = readonly Transaction<RegisterOp>[];
type Known = Transaction | undefined;

/**
 * PRAM of registers as a textbook has it (Wei and others 2016), for histories too long to try every order: pairs are
 * added until no read tells of another one, and none may come before itself. It takes reads of what others wrote
 * last, before any write of the same transaction, and values that are unique. It shares no code with the checkers.
 */
export function isPramByTheBook(all: readonly Transaction[], claims: Claims = {}): boolean {
  const writerOf = new Map<string, Transaction>();
  for (const one of all) {
    for (const [f, key, value] of one.ops) {
      if (f === 'w') writerOf.set(JSON.stringify([key, value]), one);
    }
  }
  const readsOf = (reader: Transaction) =>
    reader.ops.flatMap(([f, key, value]) =>
      f === 'r' && value !== undefined
        ? [{ reader, key, writer: writerOf.get(JSON.stringify([key, value])) }]
        : [],
    );
  const reads = all.flatMap((one) => (one.outcome === 'ok' ? readsOf(one) : []));
  const seen = new Set(reads.map(({ writer }) => writer));
  const history = all.filter((one) => one.outcome === 'ok' || seen.has(one));
  const claimed = claimedOf(history, claims);
  const reach = (pairs: readonly (readonly [Known, Transaction])[]) => {
    const after = new Map(history.map((one) => [one, new Set<Transaction>()]));
    const add = (first: Transaction, second: Transaction): boolean => {
      const known = after.get(first);
      if (known === undefined || known.has(second)) return false;
      // All up to the first come before all from the second on.
      for (const [one, next] of after) {
        if (one !== first && !next.has(first)) continue;
        for (const last of [second, ...(after.get(second) ?? [])]) next.add(last);
      }
      return true;
    };
    for (const [first, second] of pairs) if (first !== undefined) add(first, second);
    return { after, add, isCircle: () => history.some((one) => after.get(one)?.has(one)) };
  };
  const pairsOf = (isBefore: (a: Transaction, b: Transaction) => boolean) =>
    history.flatMap((a) => history.filter((b) => isBefore(a, b)).map((b) => [a, b] as const));
  const seenBy = (by: typeof reads) => by.map(({ reader, writer }) => [writer, reader] as const);
  const inSessions = pairsOf(inSession);
  // What no execution can do, whatever the level: a transaction reads what comes of itself.
  if (reach([...inSessions, ...seenBy(reads)]).isCircle()) return false;
  const claimedPairs = pairsOf(claimed);
  // Read committed, which PRAM asks for, too.
  if (reach([...claimedPairs, ...seenBy(reads)]).isCircle()) return false;
  const kept = [...inSessions, ...claimedPairs];
  return [...new Set(history.map(({ process }) => process))].every((session) => {
    const own = reads.filter(({ reader }) => reader.process === session);
    const order = reach([...kept, ...own.map(({ reader, writer }) => [writer, reader] as const)]);
    for (let hasChanged = true; hasChanged;) {
      hasChanged = false;
      for (const { reader, key, writer } of own) {
        for (const other of history) {
          if (other === writer || order.after.get(other)?.has(reader) !== true) continue;
          if (!other.ops.some(([f, k]) => f === 'w' && k === key)) continue;
          if (writer === undefined) return false;
          if (order.add(other, writer)) hasChanged = true;
        }
      }
    }
    return !order.isCircle();
  });
}

/**
 * A history of up to 30 transactions of sessions that each have a copy of all registers: what one writes comes to the
 * others in its order, a little later, which is PRAM. Of some transactions nobody knows whether they committed. In half of
 * the histories the reads of one see other values. In half of them the transactions do not stand in the order of their
 * calls.
 */
export function pramHistory(seed: number): Registers {
  const random = randomOf(seed);
  const [sessions, keys] = [2 + random(4), 1 + random(5)];
  const length = 4 + random(27);
  const lag = 1 + random(12);
  const width = 1 + random(60);
  const copies = Array.from({ length: sessions }, () => ({
    values: new Map<number, number>(),
    seen: Array.from({ length: sessions }, () => 0),
    free: 0,
  }));
  const sent: (readonly RegisterOp[])[][] = Array.from({ length: sessions }, () => []);
  const values: number[][] = Array.from({ length: keys }, () => []);
  const history = Array.from({ length }, (_, at): Transaction<RegisterOp> => {
    const process = random(sessions);
    const copy = copies[process];
    if (copy === undefined) throw new Error(`There is no session ${process}.`);
    for (const from of shuffled([...sent.keys()], random)) {
      if (from === process) continue;
      const all = sent[from] ?? [];
      const upTo = all.length - random(lag);
      for (let next = copy.seen[from] ?? 0; next < upTo; next += 1) {
        for (const [, key, value] of all[next] ?? []) copy.values.set(Number(key), Number(value));
      }
      copy.seen[from] = Math.max(upTo, copy.seen[from] ?? 0);
    }
    const chosen = shuffled([...values.keys()], random).slice(0, 1 + random(3));
    const ops = chosen.map((key): RegisterOp => {
      if (random(5) < 2) return ['w', key, 100 * at + key + 1];
      return ['r', key, copy.values.get(key) ?? null];
    });
    const writes = ops.filter(([f]) => f === 'w');
    for (const [, key, value] of writes) {
      copy.values.set(Number(key), Number(value));
      values[Number(key)]?.push(Number(value));
    }
    sent[process]?.push(writes);
    const isKnown = random(8) > 0;
    const call = Math.max(copy.free, 10 * at - random(width));
    const end = Math.max(call, 10 * at) + 1 + random(width);
    copy.free = end + 1;
    if (isKnown) return { process, call, return: end, outcome: 'ok', ops };
    const asked = ops.map(([f, key, v]): RegisterOp =>
      f === 'r' ? [f, key, undefined] : [f, key, v],
    );
    return { process, call, return: Number.POSITIVE_INFINITY, outcome: 'info', ops: asked };
  });
  const stray = seed % 2 === 0 ? -1 : random(length);
  const changed = history.map((one, at) => {
    if (at !== stray) return one;
    const ops = one.ops.map(([f, key, value]): RegisterOp => {
      if (f === 'w' || value === undefined) return [f, key, value] as RegisterOp;
      const all = values[Number(key)] ?? [];
      return ['r', key, all[random(all.length)] ?? null];
    });
    return { ...one, ops };
  });
  return seed % 4 < 2 ? changed : shuffled(changed, random);
}
