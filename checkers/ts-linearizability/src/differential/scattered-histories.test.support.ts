import type { HistoryOf } from '../generate/history.test.support.js';
import type { Kind } from '../generate/kinds.test.support.js';
import type { Random } from '../generate/random.test.support.js';
import type { Operation } from '../types.js';
import { nameOf, smallHistory } from './small-histories.test.support.js';

/**
 * A small random history whose operations were all moved, by a little or to anywhere, and some of
 * whose answers were exchanged or lost: the answers are of one order, the times of another. Where
 * values are unique, what is wrong with it is mostly the order.
 */
export function scatteredHistory<K extends Kind>(
  kind: K,
  random: Random,
  most: number,
): HistoryOf<K> {
  const history = smallHistory(kind, random, most);
  const far = random.pick([0, 2, 4, 2 * most]);
  const longest = random.pick([1, 3, most]);
  const moved = history.map((operation) => {
    const call = operation.call + random.below(2 * far + 1) - far;
    const returned = operation.return === Infinity ? Infinity : call + random.below(longest + 1);
    return { ...operation, call, return: returned };
  });
  for (let i = random.below(3); i > 0; i--) {
    exchange(moved, random.below(moved.length), random.below(moved.length));
  }
  if (random.chance(0.2)) {
    const at = random.below(moved.length);
    const { input, call } = moved[at] as (typeof moved)[number];
    moved[at] = { input, call, return: Infinity };
  }
  return moved;
}

/** Two operations of one kind exchange their answers, if both have one. */
function exchange<Input, Output>(
  history: Operation<Input, Output>[],
  one: number,
  other: number,
): void {
  const [a, b] = [history[one], history[other]];
  if (a?.output !== undefined && b?.output !== undefined && nameOf(a.input) === nameOf(b.input)) {
    history[one] = { ...a, output: b.output };
    history[other] = { ...b, output: a.output };
  }
}
