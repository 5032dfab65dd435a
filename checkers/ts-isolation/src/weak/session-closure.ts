import { int32Array } from '../values/typed-arrays.js';
import { causalOrderOf } from './causal-order.js';
import type { Pairs } from './certain-order.js';
import type { CommitContext } from './commit-order.js';
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
  const { of, place: placeOf, count, transactions, members } = sessions;
  const { byAfter, before } = certain;
  const closure = int32Array(transactions * count);
  const order = causalOrderOf({ ...commit, reads: null }, sessions, certain);
  let hasChanged = false;
  const follow = (t: number, other: number): void => {
    if (other === -1 || of[other] === -1) return;
    const row = count * memberOf(sessions, t);
    const at = row + (of[other] as number);
    const isKnown = (closure[at] as number) >= (placeOf[other] as number);
    if (isKnown && order !== null) return;
    hasChanged ||= !isKnown;
    const known = count * memberOf(sessions, other);
    for (let s = 0; s < count; s += 1) {
      const more = closure[known + s] as number;
      if (more <= (closure[row + s] as number)) continue;
      closure[row + s] = more;
      hasChanged = true;
    }
    if (!isKnown) closure[at] = placeOf[other] as number;
  };
  // Where they lead in a circle, all that is in it comes before all of it.
  const all = order ?? members;
  let isSettled = order !== null;
  do {
    hasChanged = false;
    for (let place = 0; place < all.length; place += 1) {
      const t = all[place] as number;
      follow(t, commit.processOrder.before[t] as number);
      const end = byAfter.starts[t + 1] as number;
      for (let at = byAfter.starts[t] as number; at < end; at += 1) {
        follow(t, before[byAfter.items[at] as number] as number);
      }
    }
    isSettled ||= !hasChanged;
  } while (!isSettled);
  return closure;
}
