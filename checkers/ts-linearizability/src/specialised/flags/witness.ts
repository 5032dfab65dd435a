import { distinct } from '../../history/columns.js';
import { isChange, type Flags } from './roles.js';
import { isStuck, linearizeFlags } from './linearize.js';

/** How many operations before the one that is stuck are tried first. */
const FIRST_LENGTH = 8;

/**
 * Few operations on one flag that are illegal by themselves: the one that is stuck, and the last
 * ones before it. With all of these, changes take effect as they did, so it is stuck again.
 *
 * @param order of the operations on the flag that have a place.
 */
export function fewStuck(flags: Flags, order: readonly number[], stuck: number): number[] {
  for (let length = FIRST_LENGTH; ; length *= 2) {
    const from = asAtFirst(flags, order, Math.max(0, order.length - length));
    const part = distinct([...order.slice(from), stuck]);
    const taken = linearizeFlags(flags, Int32Array.from(part));
    if (from === 0 || isStuck(taken)) {
      return part;
    }
  }
}

/** The last position of an order, up to a given one, before which the flag is as it was at first. */
function asAtFirst({ role }: Flags, order: readonly number[], latest: number): number {
  let position = 0;
  let isAsAtFirst = true;
  for (let i = 0; i < latest; i++) {
    isAsAtFirst = isAsAtFirst !== isChange(role[order[i] as number]);
    position = isAsAtFirst ? i + 1 : position;
  }
  return position;
}
