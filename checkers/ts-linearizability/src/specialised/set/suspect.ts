import type { RelaxedFlags } from '../flags/relaxed.js';
import { relevant } from '../flags/judge.js';
import { ROLE, type Flags } from '../flags/roles.js';
import { isStuck, linearizeFlags, type StuckOrder } from '../flags/linearize.js';
import type { SetHistory } from './history.js';

/** One element by itself, and where it gets stuck. */
export interface StuckElement {
  readonly flags: Flags | RelaxedFlags;
  readonly taken: StuckOrder;
}

/**
 * Whether one element has no legal order by itself, where reads of everything are looks at it:
 * then the whole history has none.
 */
export function stuckElement(
  flags: Flags | RelaxedFlags,
  { seen, reads }: SetHistory,
  element: number,
): StuckElement | undefined {
  const role = flags.role.map((one, at) => (flags.flag[at] === element ? one : ROLE.none));
  const flag = flags.flag.slice();
  for (const read of reads) {
    role[read] = ROLE[seen[read]?.includes(element) === true ? 'seesOn' : 'seesOff'];
    flag[read] = element;
  }
  const alone = { ...flags, role, flag };
  const taken = linearizeFlags(alone, relevant(alone));
  return isStuck(taken) ? { flags: alone, taken } : undefined;
}
