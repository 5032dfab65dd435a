import { gather } from '../history/columns.js';
import { sort } from '../history/sort.js';
import { lastBelow } from './bisect.js';

/**
 * Blocks of operations that must stay together in every legal order: for a register all
 * operations on one value (Gibbons and Korach, 1997).
 *
 * Block a has to come before block b if an operation of a returns before one of b is called:
 * `firstReturn[a] < lastCall[b]`. A legal order of the blocks exists if and only if no two
 * blocks have to come before each other: in a longer circle, the block with the least first
 * return precedes every block that another one of the circle precedes, so it already forms a
 * circle of two.
 */
export interface Zones {
  /** Per block, the earliest return of its operations. */
  readonly firstReturn: Float64Array;
  /** Per block, the latest call of its operations. */
  readonly lastCall: Float64Array;
}

/** Two blocks that have to come before each other, if there are any. O(n log n). */
export function findConflict(zones: Zones): [number, number] | undefined {
  const { firstReturn, lastCall } = zones;
  const forward = forwardByFirstReturn(zones);
  const starts = gather(firstReturn, forward);
  const ends = gather(lastCall, forward);
  for (let i = 1; i < forward.length; i++) {
    if ((ends[i - 1] as number) > (starts[i] as number)) {
      return [forward[i - 1] as number, forward[i] as number];
    }
  }
  // Forward zones are disjoint now. A backward zone conflicts with the one it lies inside of.
  for (let block = 0; block < firstReturn.length; block++) {
    const from = lastCall[block] as number;
    const to = firstReturn[block] as number;
    if (from > to) {
      continue;
    }
    const candidate = lastBelow(starts, from);
    if (candidate >= 0 && (ends[candidate] as number) > to) {
      return [forward[candidate] as number, block];
    }
  }
  return undefined;
}

/** A legal order of blocks without conflicts. O(n log n). */
export function orderBlocks({ firstReturn, lastCall }: Zones): Int32Array {
  const byReturn = sort(firstReturn);
  const byCall = sort(lastCall);
  const emitted = new Uint8Array(firstReturn.length);
  const order = new Int32Array(firstReturn.length);
  let nextReturn = 0;
  let nextCall = 0;
  for (let count = 0; count < order.length; count++) {
    while (emitted[byReturn[nextReturn] as number] === 1) {
      nextReturn++;
    }
    while (emitted[byCall[nextCall] as number] === 1) {
      nextCall++;
    }
    const early = byReturn[nextReturn] as number;
    const block = byCall[nextCall] as number;
    // Only the block with the first return can keep the one with the first last call waiting.
    const free = (lastCall[block] as number) <= (firstReturn[early] as number);
    const chosen = free ? block : early;
    emitted[chosen] = 1;
    order[count] = chosen;
  }
  return order;
}

function forwardByFirstReturn({ firstReturn, lastCall }: Zones): Int32Array {
  return sort(firstReturn).filter(
    (block) => (firstReturn[block] as number) < (lastCall[block] as number),
  );
}
