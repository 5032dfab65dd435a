import type { FreedTurns } from '../turns/freed.js';
import { relevant } from '../turns/judge.js';
import { ROLE, type Turns } from '../turns/roles.js';
import { isStuck, takeTurns, type StuckTurns } from '../turns/take.js';
import type { SetHistory } from './history.js';

/** One element by itself, and where it gets stuck. */
export interface StuckElement {
  readonly turns: Turns | FreedTurns;
  readonly taken: StuckTurns;
}

/**
 * Whether one element has no legal order by itself, where reads of everything are looks at it:
 * then the whole history has none.
 */
export function stuckElement(
  turns: Turns | FreedTurns,
  { seen, reads }: SetHistory,
  element: number,
): StuckElement | undefined {
  const role = new Uint8Array(turns.role.length).fill(ROLE.none);
  for (let operation = 0; operation < role.length; operation++) {
    if (turns.thing[operation] === element) {
      role[operation] = turns.role[operation] as number;
    }
  }
  const thing = turns.thing.slice();
  for (let i = 0; i < reads.length; i++) {
    const read = reads[i] as number;
    const sawIt = seen[read]?.includes(element) === true;
    role[read] = sawIt ? ROLE.seesOn : ROLE.seesOff;
    thing[read] = element;
  }
  const alone = { ...turns, role, thing };
  const taken = takeTurns(alone, relevant(alone));
  return isStuck(taken) ? { turns: alone, taken } : undefined;
}
