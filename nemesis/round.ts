import type { Random } from '../harness/core/random.js';
import type { Schedule, ScheduledFault } from '../harness/core/schedule.js';
import type { MayOverlap } from './overlap.js';

export type Periodic = Extract<Schedule, { kind: 'periodic' }>;

/** The faults of a round by their weights: each of those that may overlap with all before it. */
function choose(
  { faults, at_once = 1 }: Periodic,
  mayOverlap: MayOverlap,
  random: Random,
): [readonly ScheduledFault[], Random] {
  const [more, afterCount] = random.integer(at_once);
  let next = afterCount;
  const chosen: ScheduledFault[] = [];
  for (let candidates = faults; chosen.length <= more && candidates.length > 0;) {
    const [fault, after] = next.pickByWeight(candidates);
    next = after;
    chosen.push(fault);
    candidates = candidates.filter((one) => mayOverlap(one, fault));
  }
  return [chosen, next];
}

/** Draws a time that is moved by the schedule's jitter. */
function jittered(time_ms: number, { jitter = 0 }: Periodic, random: Random): [number, Random] {
  const [fraction, next] = random.fraction();
  return [time_ms * (1 + jitter * (2 * fraction - 1)), next];
}

/** The op that begins a fault, and how long after it the next op of the round comes. */
export interface Beginning {
  readonly start: ScheduledFault['start'];
  readonly active_ms: number;
}

/** One round of a periodic schedule. */
export interface Round {
  readonly quiet_ms: number;
  readonly beginnings: readonly Beginning[];
  readonly ends: readonly ScheduledFault['start'][];
}

/**
 * Draws a round: quiet, faults that begin one after the other, each an equal part of the active
 * time after the one before, and their ends in a random order.
 */
export function roundOf(
  schedule: Periodic,
  mayOverlap: MayOverlap,
  random: Random,
): [Round, Random] {
  const [chosen, afterChoice] = choose(schedule, mayOverlap, random);
  const [quiet_ms, afterQuiet] = jittered(schedule.quiet_ms, schedule, afterChoice);
  const beginnings: Beginning[] = [];
  let next = afterQuiet;
  for (const { start } of chosen) {
    const [active_ms, after] = jittered(schedule.active_ms / chosen.length, schedule, next);
    beginnings.push({ start, active_ms });
    next = after;
  }
  const [ends, afterEnds] = next.shuffle(chosen.flatMap(({ stop }) => stop ?? []));
  return [{ quiet_ms, beginnings, ends }, afterEnds];
}
