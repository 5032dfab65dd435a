import { endOfPiece, isPause } from '../../resumable/pauses.js';
import type { Resumable, SpecialisedVerdict } from '../../types.js';
import { weave, type EarliestSlot } from '../weave.js';
import type { Words } from '../words.js';
import { findConflict, orderBlocks } from '../zones.js';
import { chainsOf, type Chains } from './chains.js';
import { clustersOf, type Clusters } from './clusters.js';
import { NONE, type Effects } from './effects.js';
import { INITIAL, Kind, type RegisterColumns } from './operations.js';
import { illegalAvoidance, illegalChain, illegalSight, illegalZones } from './witness.js';
import { orderOfChains } from './linearize.js';

/** Judges a register whose values are unique. O(n log n). */
export function* checkRegister(
  columns: RegisterColumns,
  effects: Effects,
  words: Words,
): Resumable<SpecialisedVerdict> {
  const clusters = yield* clustersOf(columns, effects);
  if ('by' in clusters) {
    return yield* illegalSight(columns, effects, clusters, words);
  }
  const facts = { columns, effects, clusters };
  const chains = yield* chainsOf(columns, effects, clusters);
  if ('broken' in chains) {
    return yield* illegalChain(facts, chains, words);
  }
  const conflict = yield* findConflict(chains);
  if (conflict !== undefined) {
    return yield* illegalZones(facts, chains, conflict, words);
  }
  const passive = yield* passiveOperations(effects.kind);
  if (!passive.picky) {
    const { operations } = passive;
    return { verdict: 'ok', linearize: () => linearize(columns, clusters, chains, operations) };
  }
  const forced = yield* forcedSight(columns, effects, clusters, passive.operations);
  if (forced !== undefined) {
    return yield* illegalAvoidance(facts, forced.cluster, forced.operation, words);
  }
  const order = yield* orderOfChains(columns, clusters, chains, yield* orderBlocks(chains));
  return yield* placeFailedCas(columns, effects, clusters, order, passive.operations);
}

interface Passive {
  readonly operations: readonly number[];
  /** Whether some of them do not fit at every point. */
  readonly picky: boolean;
}

function* passiveOperations(kind: Uint8Array): Resumable<Passive> {
  const operations: number[] = [];
  let picky = false;
  for (let i = 0; i < kind.length;) {
    for (const end = endOfPiece(i, kind.length); i < end; i++) {
      if (kind[i] === Kind.anytime || kind[i] === Kind.avoids || kind[i] === Kind.maybe) {
        operations.push(i);
        picky ||= kind[i] !== Kind.anytime;
      }
    }
    yield;
  }
  return { operations, picky };
}

function* linearize(
  columns: RegisterColumns,
  clusters: Clusters,
  chains: Chains,
  passive: readonly number[],
): Resumable<Int32Array> {
  const order = yield* orderOfChains(columns, clusters, chains, yield* orderBlocks(chains));
  const woven = yield* weave(order, passive, columns);
  if ('stuck' in woven) {
    throw new Error(
      `operation ${woven.stuck} has no place in an order that respects the intervals`,
    );
  }
  return woven.order;
}

/** Per operation that wants another value: the cluster it must not be in, or `NONE`. */
function avoidedCluster(
  columns: RegisterColumns,
  { kind, creators }: Effects,
  operation: number,
): number {
  switch (kind[operation]) {
    case Kind.avoids:
      return (creators[columns.value[operation] as number] as number) === 0
        ? NONE
        : (columns.value[operation] as number);
    case Kind.maybe:
      return columns.from[operation] as number;
    default:
      return NONE;
  }
}

/** A failed cas between two operations of a cluster whose value it expected. */
function* forcedSight(
  columns: RegisterColumns,
  effects: Effects,
  { firstReturn, lastCall }: Clusters,
  passive: readonly number[],
): Resumable<{ operation: number; cluster: number } | undefined> {
  for (let i = 0; i < passive.length; i++) {
    if (isPause(i)) {
      yield;
    }
    const operation = passive[i] as number;
    const cluster = avoidedCluster(columns, effects, operation);
    if (
      cluster !== NONE &&
      (columns.call[operation] as number) > (firstReturn[cluster] as number) &&
      (columns.return[operation] as number) < (lastCall[cluster] as number)
    ) {
      return { operation, cluster };
    }
  }
  return undefined;
}

/**
 * Without the failed cas the history is legal; so it is if they find room in one legal order.
 * If not, another order might have room.
 */
function* placeFailedCas(
  columns: RegisterColumns,
  effects: Effects,
  clusters: Clusters,
  order: Int32Array,
  passive: readonly number[],
): Resumable<SpecialisedVerdict> {
  const last = new Int32Array(clusters.count).fill(NONE);
  for (let place = 0; place < order.length;) {
    for (const end = endOfPiece(place, order.length); place < end; place++) {
      last[clusters.clusterOf[order[place] as number] as number] = place;
    }
    yield;
  }
  const earliestSlot: EarliestSlot = (operation, low, high) => {
    const avoided = avoidedCluster(columns, effects, operation);
    const current = low === 0 ? INITIAL : (clusters.clusterOf[order[low - 1] as number] as number);
    // After the first operation of the cluster that follows.
    const slot = current === avoided ? Math.max(low - 1, last[avoided] as number) + 2 : low;
    return slot <= high ? slot : -1;
  };
  const woven = yield* weave(order, passive, columns, earliestSlot);
  return 'stuck' in woven
    ? {
        verdict: 'undecided',
        because: `operation ${woven.stuck}, which does not say what it saw, has no room in one legal order of the others`,
      }
    : { verdict: 'ok', linearize: () => woven.order };
}
