import { int32Array } from '../values/typed-arrays.js';

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
  const places = int32Array(groups + 2);
  for (let item = 0; item < groupOf.length; item += 1) {
    const group = groupOf[item] as number;
    if (group !== -1) places[group + 2] = (places[group + 2] as number) + 1;
  }
  accumulate(places);
  const items = int32Array(places[groups + 1] as number);
  for (let item = 0; item < groupOf.length; item += 1) {
    const group = groupOf[item] as number;
    if (group === -1) continue;
    const place = places[group + 1] as number;
    items[place] = item;
    places[group + 1] = place + 1;
  }
  return { starts: places.subarray(0, groups + 1), items };
}

/**
 * Makes places of counts: where those of group g begin stands at g + 1 if they were counted at g + 2. When each
 * item has moved the place of its group on by one, the places are where the groups begin.
 */
export function accumulate(counts: Int32Array): void {
  let sum = 0;
  for (let at = 0; at < counts.length; at += 1) {
    sum += counts[at] as number;
    counts[at] = sum;
  }
}

/** The items of a group. */
export function itemsOf({ starts, items }: Groups, group: number): Int32Array {
  return items.subarray(starts[group], starts[group + 1]);
}
