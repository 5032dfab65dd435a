import { int32Array } from '../values/typed-arrays.js';
import { causalOrderOf } from './causal-order.js';
import type { Pairs } from './certain-order.js';
import type { CommitContext } from './commit-order.js';
import { itemsOf } from '../graph/groups.js';
import { memberOf, type Sessions } from './sessions.js';

/**
 * How many transactions of each session come before each transaction by the order of sessions and of certain pairs: a
 * row for each of the members of sessions, in their order.
 */
export function sessionClosureOf(
  commit: CommitContext,
  sessions: Sessions,
  certain: Pairs,
): Int32Array {
  const { of, place, count, transactions, members } = sessions;
  const { byAfter, before } = certain;
  const closure = int32Array(transactions * count);
  let hasChanged = false;
  const raise = (at: number, to: number): void => {
    if ((closure[at] as number) >= to) return;
    closure[at] = to;
    hasChanged = true;
  };
  const follow = (t: number, other: number): void => {
    const row = count * memberOf(sessions, t);
    const known = count * memberOf(sessions, other);
    for (let s = 0; s < count; s += 1) raise(row + s, closure[known + s] as number);
    raise(row + (of[other] as number), place[other] as number);
  };
  // Where they lead in a circle, all that is in it comes before all of it.
  const order = causalOrderOf({ ...commit, reads: null }, sessions, certain);
  const all = order ?? members;
  do {
    hasChanged = false;
    for (let at = 0; at < all.length; at += 1) {
      const t = all[at] as number;
      const previous = commit.processOrder.before[t] as number;
      if (previous !== -1) follow(t, previous);
      for (const pair of itemsOf(byAfter, t)) follow(t, before[pair] as number);
    }
    if (order !== null) break;
  } while (hasChanged);
  return closure;
}
