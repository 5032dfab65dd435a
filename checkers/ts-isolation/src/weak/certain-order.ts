import { groupsOf, type Groups } from '../graph/groups.js';
import { writerOf, type Columns } from '../history/columns.js';
import { IntList } from '../values/int-list.js';
import { CERTAIN, type VersionOrder } from '../versions/version-order.js';
import type { Sessions } from './sessions.js';

/** Pairs of transactions of which one comes before the other. */
export interface Pairs {
  readonly before: Int32Array;
  readonly after: Int32Array;
  /** The pairs by the one that comes second. */
  readonly byAfter: Groups;
}

export function pairsOf(before: Int32Array, after: Int32Array, transactions: number): Pairs {
  return { before, after, byAfter: groupsOf(after, transactions) };
}

/** Who wrote over whom at every level, as it is known, or claimed, what tells the order of the values of a key. */
export function certainOrderOf(columns: Columns, order: VersionOrder, { of }: Sessions): Pairs {
  const [firsts, seconds] = [new IntList(), new IntList()];
  for (let pair = 0; pair < order.length; pair += 1) {
    if (order.basis.at(pair) !== CERTAIN) continue;
    const first = writerOf(columns, order.before.at(pair));
    const second = writerOf(columns, order.after.at(pair));
    if (first === -1 || first === second || of[first] === -1 || of[second] === -1) continue;
    firsts.push(first);
    seconds.push(second);
  }
  return pairsOf(firsts.items(), seconds.items(), of.length);
}
