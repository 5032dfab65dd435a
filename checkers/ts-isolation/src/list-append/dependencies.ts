import { ONWARD, RW, WR, WW } from '../graph/edge-kind.js';
import type { Edges } from '../graph/edges.js';
import type { Transaction } from '../types.js';
import type { Appends } from './appends.js';
import type { ListRead } from './reads.js';
import { NOBODY, type Versions } from './versions.js';

/** A transaction that must come before others, and by which kind of edge. */
interface Source {
  readonly transaction: number;
  readonly kind: number;
}

/**
 * Which transactions committed: those that say so, and of those of which nobody knows the ones of
 * which an append was read.
 */
export function committedOf(
  history: readonly Transaction[],
  appends: Appends,
  versions: Versions,
): Uint8Array {
  const committed = Uint8Array.from(history, ({ outcome }) => (outcome === 'ok' ? 1 : 0));
  for (let append = 0; append < appends.count; append += 1) {
    const position = appends.transaction[append] as number;
    if (history[position]?.outcome !== 'info' || versions.place[append] === 0) continue;
    // Where two may have written a value, a read of it does not tell which of them committed.
    if (!appends.repeated.has(appends.key[append] as number)) committed[position] = 1;
  }
  return committed;
}

/**
 * Adds the edges that reads prove (Adya 1999): `ww` from each append to the next in the list; `wr`
 * from an append to who read the list as it left it; `rw` from who read a list to the next append.
 *
 * Appends that were never read come after all that was read: each committed reader of the longest
 * list comes before them, and so does who appended its last element. Among themselves they have no
 * order. With these edges a history has a legal order exactly if there is no cycle.
 */
export function addDependencies(
  appends: Appends,
  reads: readonly ListRead[],
  versions: Versions,
  committed: Uint8Array,
  edges: Edges,
): void {
  const writer = (append: number): number => appends.transaction[append] as number;
  const judged = (key: number): boolean => !versions.broken.has(key) && !appends.repeated.has(key);
  const counts = (append: number | undefined): append is number =>
    append !== undefined && append !== NOBODY && committed[writer(append)] === 1;

  /** Of each key, who must come before its appends that were never read. */
  const sources: (Source[] | undefined)[] = [];
  for (const [key, order] of versions.order.entries()) {
    if (order === undefined || !judged(key)) continue;
    let last = NOBODY;
    for (const append of order) {
      if (!counts(append)) continue;
      if (last !== NOBODY) edges.add(writer(last), writer(append), WW, append);
      last = append;
    }
    sources[key] = last === NOBODY ? [] : [{ transaction: writer(last), kind: WW }];
  }
  for (const { transaction, key, before } of reads) {
    const order = versions.order[key];
    if (before === -1 || order === undefined || !judged(key)) continue;
    let seen = before - 1;
    while (seen >= 0 && !counts(order[seen])) seen -= 1;
    const read = order[seen];
    // One that reads between two appends of another is G1b, and nothing follows from it.
    if (read !== undefined && appends.next[read] === -1) {
      edges.add(writer(read), transaction, WR, read);
    }
    let missed = before;
    while (missed < order.length && !counts(order[missed])) missed += 1;
    const next = order[missed];
    if (next === undefined) sources[key]?.push({ transaction, kind: RW });
    else edges.add(transaction, writer(next), RW, next);
  }
  const unread = neverRead(appends, versions, committed);
  for (const [key, own] of sources.entries()) {
    const sinks = unread[key];
    if (own !== undefined && sinks !== undefined) addEach(own, sinks, edges);
  }
}

/** Of each key, the committed transactions whose appends to it were never read: the first of each. */
function neverRead(
  appends: Appends,
  { place }: Versions,
  committed: Uint8Array,
): readonly (ReadonlyMap<number, number> | undefined)[] {
  const unread: Map<number, number>[] = [];
  for (let append = 0; append < appends.count; append += 1) {
    const transaction = appends.transaction[append] as number;
    if (place[append] !== 0 || committed[transaction] === 0) continue;
    const own = (unread[appends.key[append] as number] ??= new Map());
    if (!own.has(transaction)) own.set(transaction, append);
  }
  return unread;
}

/**
 * Adds an edge from each source to each sink, by way of one node between them where that is fewer.
 * A transaction that is both must not come to itself that way: the first of these has edges of its
 * own to all sinks, and each other has edges to the one before it and back, which are all true, and
 * leave the same transactions reachable.
 */
function addEach(
  sources: readonly Source[],
  sinks: ReadonlyMap<number, number>,
  edges: Edges,
): void {
  const [both, only] = [new Map<number, number>(), new Map<number, number>()];
  for (const { transaction, kind } of sources) {
    (sinks.has(transaction) ? both : only).set(transaction, kind);
  }
  const toAll = (from: number, kind: number): void => {
    for (const [to, append] of sinks) edges.add(from, to, kind, append);
  };
  if (only.size <= 1 || sinks.size <= 1) {
    for (const [from, kind] of only) toAll(from, kind);
  } else {
    const between = edges.makeNodes(1);
    for (const [from, kind] of only) edges.add(from, between, kind, NOBODY);
    toAll(between, ONWARD);
  }
  let before: readonly [transaction: number, kind: number] | undefined;
  for (const [transaction, kind] of both) {
    if (before === undefined) {
      toAll(transaction, kind);
    } else {
      edges.add(before[0], transaction, before[1], sinks.get(transaction) ?? NOBODY);
      edges.add(transaction, before[0], kind, sinks.get(before[0]) ?? NOBODY);
    }
    before = [transaction, kind];
  }
}
