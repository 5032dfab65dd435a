import type { Zones } from '../zones.js';
import type { Clusters } from './clusters.js';
import { NONE, type Effects } from './effects.js';
import { INITIAL, Kind, type RegisterColumns } from './operations.js';

/**
 * Clusters linked by cas: what a cas sets follows at once on what it replaces. A chain begins
 * with a write or the initial value, and is one block of the zone test.
 */
export interface Chains extends Zones {
  /** Per chain: its first cluster. */
  readonly head: Int32Array;
  /** Per chain: the cluster whose operation returned first. */
  readonly firstCluster: Int32Array;
  /** Per chain: the cluster whose operation was called last. */
  readonly lastCluster: Int32Array;
  /** Per cluster: the one that a cas put in its place, or `NONE`; empty without any cas. */
  readonly next: Int32Array;
}

/** Why clusters cannot be linked. */
export type BrokenChain =
  | { readonly broken: 'forked'; readonly by: readonly [number, number] }
  /** An operation of a later cluster returned before one of an earlier cluster was called. */
  | { readonly broken: 'order'; readonly earlier: number; readonly later: number }
  /** Values that come from each other only. */
  | { readonly broken: 'circle'; readonly operations: readonly number[] };

/** Links the clusters, or says why that is impossible. */
export function chainsOf(
  columns: RegisterColumns,
  effects: Effects,
  clusters: Clusters,
): Chains | BrokenChain {
  const next = linksOf(columns, effects, clusters);
  if (!(next instanceof Int32Array)) {
    return next;
  }
  const heads = headsOf(effects, clusters);
  const chains = {
    head: heads,
    firstReturn: new Float64Array(heads.length),
    lastCall: new Float64Array(heads.length),
    firstCluster: heads.slice(),
    lastCluster: heads.slice(),
    next,
  };
  let linked = 0;
  for (let chain = 0; chain < heads.length; chain++) {
    const head = heads[chain] as number;
    let firstReturn = clusters.firstReturn[head] as number;
    let lastCall = clusters.lastCall[head] as number;
    let first = head;
    let last = head;
    for (let at = following(next, head); at !== NONE; at = following(next, at)) {
      linked++;
      const returned = clusters.firstReturn[at] as number;
      if (returned < lastCall) {
        return { broken: 'order', earlier: last, later: at };
      }
      if (returned < firstReturn) {
        firstReturn = returned;
        first = at;
      }
      if ((clusters.lastCall[at] as number) > lastCall) {
        lastCall = clusters.lastCall[at] as number;
        last = at;
      }
    }
    chains.firstReturn[chain] = firstReturn;
    chains.lastCall[chain] = lastCall;
    chains.firstCluster[chain] = first;
    chains.lastCluster[chain] = last;
  }
  const links = next.reduce((sum, cluster) => sum + (cluster === NONE ? 0 : 1), 0);
  return linked === links ? chains : circleIn(clusters, chains);
}

/** The cluster that a cas put in the place of this one, or `NONE`. */
export function following(next: Int32Array, cluster: number): number {
  return next.length === 0 ? NONE : (next[cluster] as number);
}

function linksOf(
  { from }: RegisterColumns,
  { kind }: Effects,
  { count, creator }: Clusters,
): Int32Array | BrokenChain {
  if (from.length === 0) {
    return new Int32Array(0);
  }
  const next = new Int32Array(count).fill(NONE);
  for (let cluster = 0; cluster < count; cluster++) {
    const operation = creator[cluster] as number;
    if (operation === NONE || kind[operation] !== Kind.cas) {
      continue;
    }
    const replaced = from[operation] as number;
    const other = next[replaced] as number;
    if (other !== NONE) {
      return { broken: 'forked', by: [creator[other] as number, operation] };
    }
    next[replaced] = cluster;
  }
  return next;
}

function headsOf({ kind }: Effects, { count, creator }: Clusters): Int32Array {
  const heads = new Int32Array(count);
  let size = 0;
  heads[size++] = INITIAL;
  for (let cluster = INITIAL + 1; cluster < count; cluster++) {
    const operation = creator[cluster] as number;
    if (operation !== NONE && kind[operation] === Kind.write) {
      heads[size++] = cluster;
    }
  }
  return heads.slice(0, size);
}

/** Clusters that no head leads to: each is led to by one other, so they form circles. */
function circleIn(clusters: Clusters, { head, next }: Chains): BrokenChain {
  const reached = new Set<number>();
  for (const first of head) {
    for (let at = first; at !== NONE; at = following(next, at)) {
      reached.add(at);
    }
  }
  const start = next.findIndex((to, cluster) => to !== NONE && !reached.has(cluster));
  const operations: number[] = [];
  let at = start;
  do {
    operations.push(clusters.creator[at] as number);
    at = following(next, at);
  } while (at !== start && at !== NONE);
  return { broken: 'circle', operations };
}
