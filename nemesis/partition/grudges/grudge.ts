import type { Grudge } from '../../../harness/core/capabilities.js';

/** Which of two sides no longer hears the other. */
export type Direction = 'both' | 'in' | 'out';

/** A partition: who discards whose packets, and the side that was meant to be isolated. */
export interface Partition {
  readonly drops: Grudge;
  readonly isolated: readonly string[];
}

/** Each of `deaf` discards the packets of each of `mute`. */
function deafTo(deaf: readonly string[], mute: readonly string[]): Grudge {
  return Object.fromEntries(deaf.map((endpoint) => [endpoint, [...mute]]));
}

/** All that any of the grudges discards. */
export function union(...grudges: readonly Grudge[]): Grudge {
  const drops = new Map<string, Set<string>>();
  for (const grudge of grudges) {
    for (const [endpoint, discarded] of Object.entries(grudge)) {
      const all = drops.get(endpoint) ?? new Set();
      for (const one of discarded) all.add(one);
      drops.set(endpoint, all);
    }
  }
  return Object.fromEntries([...drops].map(([endpoint, discarded]) => [endpoint, [...discarded]]));
}

/**
 * Cuts one side from another. `in`: what comes in to the first side is discarded; `out`: what it
 * sends; `both`: either.
 */
export function cutBetween(
  side: readonly string[],
  others: readonly string[],
  direction: Direction,
): Partition {
  const inward = deafTo(side, others);
  const outward = deafTo(others, side);
  const drops =
    direction === 'in' ? inward : direction === 'out' ? outward : union(inward, outward);
  return { drops, isolated: side };
}

/** Whether at least one of two endpoints discards the packets of the other. */
export function isCut(drops: Grudge, a: string, b: string): boolean {
  return drops[a]?.includes(b) === true || drops[b]?.includes(a) === true;
}
