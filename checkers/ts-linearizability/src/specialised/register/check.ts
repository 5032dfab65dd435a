import type { SpecialisedVerdict } from '../../types.js';
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
export function checkRegister(
  columns: RegisterColumns,
  effects: Effects,
  words: Words,
): SpecialisedVerdict {
  const clusters = clustersOf(columns, effects);
  if ('by' in clusters) {
    return illegalSight(columns, effects, clusters, words);
  }
  const facts = { columns, effects, clusters };
  const chains = chainsOf(columns, effects, clusters);
  if ('broken' in chains) {
    return illegalChain(facts, chains, words);
  }
  const conflict = findConflict(chains);
  if (conflict !== undefined) {
    return illegalZones(facts, chains, conflict, words);
  }
  const passive = passiveOperations(effects.kind);
  if (!passive.picky) {
    const { operations } = passive;
    return { verdict: 'ok', linearize: () => linearize(columns, clusters, chains, operations) };
  }
  const forced = forcedSight(columns, effects, clusters, passive.operations);
  if (forced !== undefined) {
    return illegalAvoidance(facts, forced.cluster, forced.operation, words);
  }
  const order = orderOfChains(columns, clusters, chains, orderBlocks(chains));
  return placeFailedCas(columns, effects, clusters, order, passive.operations);
}

interface Passive {
  readonly operations: readonly number[];
  /** Whether some of them do not fit at every point. */
  readonly picky: boolean;
}

function passiveOperations(kind: Uint8Array): Passive {
  const operations: number[] = [];
  let picky = false;
  for (let i = 0; i < kind.length; i++) {
    if (kind[i] === Kind.anytime || kind[i] === Kind.avoids || kind[i] === Kind.maybe) {
      operations.push(i);
      picky ||= kind[i] !== Kind.anytime;
    }
  }
  return { operations, picky };
}

function linearize(
  columns: RegisterColumns,
  clusters: Clusters,
  chains: Chains,
  passive: readonly number[],
): Int32Array {
  const order = orderOfChains(columns, clusters, chains, orderBlocks(chains));
  const woven = weave(order, passive, columns);
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
function forcedSight(
  columns: RegisterColumns,
  effects: Effects,
  { firstReturn, lastCall }: Clusters,
  passive: readonly number[],
): { operation: number; cluster: number } | undefined {
  for (let i = 0; i < passive.length; i++) {
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
function placeFailedCas(
  columns: RegisterColumns,
  effects: Effects,
  clusters: Clusters,
  order: Int32Array,
  passive: readonly number[],
): SpecialisedVerdict {
  const last = new Int32Array(clusters.count).fill(NONE);
  for (let place = 0; place < order.length; place++) {
    last[clusters.clusterOf[order[place] as number] as number] = place;
  }
  const earliestSlot: EarliestSlot = (operation, low, high) => {
    const avoided = avoidedCluster(columns, effects, operation);
    const current = low === 0 ? INITIAL : (clusters.clusterOf[order[low - 1] as number] as number);
    // After the first operation of the cluster that follows.
    const slot = current === avoided ? Math.max(low - 1, last[avoided] as number) + 2 : low;
    return slot <= high ? slot : -1;
  };
  const woven = weave(order, passive, columns, earliestSlot);
  return 'stuck' in woven
    ? {
        verdict: 'undecided',
        because: `operation ${woven.stuck}, which does not say what it saw, has no room in one legal order of the others`,
      }
    : { verdict: 'ok', linearize: () => woven.order };
}
