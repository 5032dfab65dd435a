import { groupsOf, type Groups } from '../graph/groups.js';
import { writerOf, type Columns } from '../history/columns.js';
import { IntList } from '../values/int-list.js';
import { CERTAIN, type VersionOrder } from '../versions/version-order.js';
import type { Sessions } from './sessions.js';

/** Who wrote over whom at every level, as it was claimed what tells the order of the values of a key. */
export interface CertainOrder {
  /** Of each pair: the one that comes first, and the one that wrote over it. */
  readonly before: Int32Array;
  readonly after: Int32Array;
  /** The pairs by the one that comes second. */
  readonly byAfter: Groups;
}

export function certainOrderOf(
  columns: Columns,
  order: VersionOrder,
  { of }: Sessions,
): CertainOrder {
  const [firsts, seconds] = [new IntList(), new IntList()];
  for (let pair = 0; pair < order.length; pair += 1) {
    if (order.basis.at(pair) !== CERTAIN) continue;
    const first = writerOf(columns, order.before.at(pair));
    const second = writerOf(columns, order.after.at(pair));
    if (first === -1 || first === second || of[first] === -1 || of[second] === -1) continue;
    firsts.push(first);
    seconds.push(second);
  }
  const [before, after] = [firsts.items(), seconds.items()];
  return { before, after, byAfter: groupsOf(after, of.length) };
}
