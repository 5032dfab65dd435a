import { sort } from '../history/sort.js';

/**
 * Blocks of operations that must stay together in every legal order: for a register all
 * operations on one value (Gibbons and Korach, 1997).
 *
 * Block a has to come before block b if an operation of a returns before one of b is called:
 * `firstReturn[a] < lastCall[b]`. A legal order of the blocks exists if and only if no two
 * blocks have to come before each other.
 */
export interface Zones {
  /** Per block, the earliest return of its operations. */
  readonly firstReturn: Float64Array;
  /** Per block, the latest call of its operations. */
  readonly lastCall: Float64Array;
}

/**
 * A legal order of blocks, or two that have to come before each other. O(n log n).
 *
 * Of the blocks that are left, that with the first return (`early`) has to come before any other that cannot come
 * next. So if it need not come before the block with the earliest last call, that one can come next. If it has to, it has to come
 * before all others as well, since these are called even later: so it comes next itself. That is wrong only if another has to come
 * before it; then that with the second return has to, and the two conflict.
 */
export function orderBlocks({ firstReturn, lastCall }: Zones): Int32Array | [number, number] {
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
    const isFree = (lastCall[block] as number) <= (firstReturn[early] as number);
    const chosen = isFree ? block : early;
    emitted[chosen] = 1;
    order[count] = chosen;
    if (!isFree) {
      while (emitted[byReturn[nextReturn] as number] === 1) {
        nextReturn++;
      }
      const other = byReturn[nextReturn] ?? early;
      if (other !== early && (firstReturn[other] as number) < (lastCall[early] as number)) {
        return [early, other];
      }
    }
  }
  return order;
}
