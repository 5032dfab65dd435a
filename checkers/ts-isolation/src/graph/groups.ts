import { copyOf, int32Array } from '../values/typed-arrays.js';

/** Items by group, in compressed rows: those of group g stand from starts[g] up to starts[g + 1]. */
export interface Groups {
  readonly starts: Int32Array;
  readonly items: Int32Array;
}

/**
 * Puts the items 0, 1, 2, … into groups, in this order.
 * @param groupOf - the group of each item; an item of group -1 is left out.
 */
export function groupsOf(groupOf: Int32Array, groups: number): Groups {
  const starts = int32Array(groups + 1);
  for (let item = 0; item < groupOf.length; item += 1) {
    const group = groupOf[item] as number;
    if (group !== -1) starts[group + 1] = (starts[group + 1] as number) + 1;
  }
  for (let group = 0; group < groups; group += 1) {
    starts[group + 1] = (starts[group + 1] as number) + (starts[group] as number);
  }
  const items = int32Array(starts[groups] as number);
  const next = copyOf(starts);
  for (let item = 0; item < groupOf.length; item += 1) {
    const group = groupOf[item] as number;
    if (group === -1) continue;
    items[next[group] as number] = item;
    next[group] = (next[group] as number) + 1;
  }
  return { starts, items };
}

/** The items of a group. */
export function itemsOf({ starts, items }: Groups, group: number): Int32Array {
  return items.subarray(starts[group], starts[group + 1]);
}
