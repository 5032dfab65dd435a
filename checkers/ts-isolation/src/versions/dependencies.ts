import { lastWrittenAfter, writerOf, type Columns } from '../history/columns.js';
import {
  ONWARD,
  RW,
  RW_PROCESS,
  RW_REALTIME,
  WR,
  WW,
  WW_PROCESS,
  WW_READ,
  WW_REALTIME,
} from '../graph/edge-kind.js';
import type { Edges } from '../graph/edges.js';
import { groupsOf, type Groups } from '../graph/groups.js';
import { int32Array } from '../values/typed-arrays.js';
import type { Reads } from './reads.js';
import {
  BOTH,
  BOTH_PROCESS,
  BOTH_REALTIME,
  CERTAIN,
  READERS_PROCESS,
  READERS_REALTIME,
  type VersionOrder,
} from './version-order.js';

/** The kind of the edges from those who read the first version to who wrote the second. */
const FROM_READERS: Readonly<Record<number, number>> = {
  [READERS_PROCESS]: RW_PROCESS,
  [BOTH_PROCESS]: RW_PROCESS,
  [READERS_REALTIME]: RW_REALTIME,
  [BOTH_REALTIME]: RW_REALTIME,
};

/** The kind of the edges from who wrote the first version. */
const FROM_WRITER: Readonly<Record<number, number>> = {
  [CERTAIN]: WW,
  [BOTH]: WW_READ,
  [BOTH_PROCESS]: WW_PROCESS,
  [BOTH_REALTIME]: WW_REALTIME,
};

/** The kind of the edges from who wrote the first version of a pair to who wrote the second; none for some. */
export function kindFromWriter(basis: number): number | undefined {
  return FROM_WRITER[basis];
}

/** The kind of the edges from those who read the first version of a pair. */
export function kindFromReaders(basis: number): number {
  return FROM_READERS[basis] ?? RW;
}

/** So many edges are added one by one: a node between them would save little. */
const FEW_EDGES = 64;

/**
 * The edges that reads and the order of versions prove (Adya 1999): `wr` from who wrote a version to who
 * read it; for each version that comes before another, `ww` from writer to writer, and `rw` from each
 * reader of the first to the writer of the second.
 * @returns adds them; it may be called more than once.
 */
export function dependenciesOf(
  columns: Columns,
  reads: Reads,
  order: VersionOrder,
): (edges: Edges) => void {
  const [reader, version] = [reads.transaction.items(), reads.version.items()];
  const all = columns.versions + columns.keys.length;
  const readersOf = groupsOf(version, all);
  const followers = groupsOf(order.before.items(), all);
  const [after, basis] = [order.after.items(), order.basis.items()];

  return (edges) => {
    for (let read = 0; read < reads.length; read += 1) {
      const seen = version[read] as number;
      const writer = writerOf(columns, seen);
      if (writer !== -1) edges.add(writer, reader[read] as number, WR, seen);
    }
    for (let before = 0; before < all; before += 1) {
      const start = followers.starts[before] as number;
      const end = followers.starts[before + 1] as number;
      if (start === end) continue;
      const firstRead = readersOf.starts[before] as number;
      const lastRead = readersOf.starts[before + 1] as number;
      const writer = writerOf(columns, before);
      const [sinks, sources] = [end - start, lastRead - firstRead];
      const isFew = sinks <= 1 || sources <= 1 || sinks * sources <= FEW_EDGES;
      for (let at = start; at < end; at += 1) {
        const pair = followers.items[at] as number;
        const next = after[pair] as number;
        const to = writerOf(columns, next);
        const how = basis[pair] as number;
        const kind = kindFromWriter(how);
        if (kind !== undefined && writer !== -1) edges.add(writer, to, kind, next);
        if (!isFew) continue;
        const back = kindFromReaders(how);
        for (let read = firstRead; read < lastRead; read += 1) {
          edges.add(reader[readersOf.items[read] as number] as number, to, back, next);
        }
      }
      if (isFew) continue;
      const byKind = new Map<number, Map<number, number>>();
      for (const pair of followers.items.subarray(start, end)) {
        const kind = kindFromReaders(basis[pair] as number);
        const own = byKind.get(kind) ?? new Map<number, number>();
        byKind.set(kind, own);
        const to = writerOf(columns, after[pair] as number);
        if (!own.has(to)) own.set(to, after[pair] as number);
      }
      const from = sourcesOf(before, readersOf, reader);
      for (const [kind, own] of byKind) addEach(from, own, kind, edges);
    }
  };
}

function sourcesOf(version: number, { starts, items }: Groups, reader: Int32Array): number[] {
  const sources: number[] = [];
  for (let at = starts[version] as number; at < (starts[version + 1] as number); at += 1) {
    sources.push(reader[items[at] as number] as number);
  }
  return sources;
}

/**
 * Adds an edge from each source to each sink, by way of one node between them where that is fewer.
 * A transaction that is both must not come to itself that way: the first of these has edges of its
 * own to all sinks, and each other has edges to the one before it and back, which are all true, and
 * leave the same transactions reachable.
 * @param sinks - transactions, with what explains an edge to each.
 */
function addEach(
  sources: readonly number[],
  sinks: ReadonlyMap<number, number>,
  kind: number,
  edges: Edges,
): void {
  const both = new Set(sources.filter((source) => sinks.has(source)));
  const only = sources.filter((source) => !sinks.has(source));
  const toAll = (from: number, of: number): void => {
    for (const [to, about] of sinks) edges.add(from, to, of, about);
  };
  if (only.length <= 1 || sinks.size <= 1) {
    for (const from of only) toAll(from, kind);
  } else {
    const between = edges.makeNodes(1);
    for (const from of only) edges.add(from, between, kind, -1);
    toAll(between, ONWARD);
  }
  let before: number | undefined;
  for (const one of both) {
    if (before === undefined) {
      toAll(one, kind);
    } else {
      edges.add(before, one, kind, sinks.get(one) ?? -1);
      edges.add(one, before, kind, sinks.get(before) ?? -1);
    }
    before = one;
  }
}

/** The version that the reader of a version wrote over it, for each read; -1 where it did not. */
export function updatesOf(columns: Columns, reads: Reads): Int32Array {
  const updates = int32Array(reads.length);
  for (let read = 0; read < reads.length; read += 1) {
    updates[read] = lastWrittenAfter(columns, reads.op.at(read));
  }
  return updates;
}
