import { NEVER, NONE, type Elements } from '../containers/elements.js';
import type { ForcedRemoval } from '../containers/takers.js';
import { Covers, coreFrom, type Hindrance } from './core.js';

/** How many elements of cores are looked at in all. */
const MOST_ELEMENTS = 1 << 16;

/** The deadline of elements of which it is known when they left. */
const NOT_ASSUMED = -Infinity;

/**
 * Earlier deadlines for elements that have to leave, learnt from what is stuck if they leave when
 * it was assumed: of each core, the element that came first, of those whose leaving was assumed and
 * that hinder others, has to make way for one of these. Where it is the only such element of the
 * core that is certain, else a guess.
 *
 * @param elements that leave as it was assumed.
 * @returns the removals with their new deadlines; nothing if nothing was learnt.
 */
export function tightened(
  elements: Elements,
  stuck: Int32Array,
  removals: readonly ForcedRemoval[],
): ForcedRemoval[] | undefined {
  const covers = Covers.of(elements, stuck);
  const deadlines = new Float64Array(elements.count).fill(NOT_ASSUMED);
  for (let i = 0; i < removals.length; i++) {
    const { element, deadline } = removals[i] as ForcedRemoval;
    deadlines[element] = deadline;
  }
  const isAssumed = (element: number): boolean => deadlines[element] !== NOT_ASSUMED;
  const learnt = new Set<number>();
  let left = MOST_ELEMENTS;
  for (let i = 0; i < stuck.length; i++) {
    const seed = stuck[i] as number;
    if (!isAssumed(seed) || learnt.has(seed)) {
      continue;
    }
    const core = coreFrom(elements, covers, seed, left);
    if (core === undefined) {
      break;
    }
    left -= core.length;
    const element = firstHindering(elements, core, isAssumed);
    const way = core.reduce(
      (latest, hindrance) => Math.max(latest, wayBy(elements, hindrance, element)),
      -Infinity,
    );
    deadlines[element] = Math.min(way, deadlines[element] as number);
    learnt.add(element);
  }
  return learnt.size === 0 ? undefined : withDeadlines(removals, deadlines);
}

/** Of some elements of a core that hinder others, the one that came first; `NONE` if there is none. */
function firstHindering(
  { putReturn }: Elements,
  core: readonly Hindrance[],
  isOne: (element: number) => boolean,
): number {
  let first = NONE;
  for (const { others } of core) {
    for (const other of others) {
      if (isOne(other) && !((putReturn[first] ?? NEVER) <= (putReturn[other] as number))) {
        first = other;
      }
    }
  }
  return first;
}

function withDeadlines(
  removals: readonly ForcedRemoval[],
  deadlines: Float64Array,
): ForcedRemoval[] {
  const result: ForcedRemoval[] = [];
  for (let i = 0; i < removals.length; i++) {
    const { element } = removals[i] as ForcedRemoval;
    result.push({ element, deadline: deadlines[element] as number });
  }
  return result;
}

/** By when an element has to be gone so that it does not complete a hindrance. */
function wayBy(
  { putReturn, takeReturn }: Elements,
  { element, cannot, others }: Hindrance,
  other: number,
): number {
  const at = others.indexOf(other);
  const next = others[at + 1];
  if (at < 0) {
    return -Infinity;
  }
  if (next !== undefined) {
    return putReturn[next] as number;
  }
  return (cannot === 'come' ? putReturn : takeReturn)[element] as number;
}
