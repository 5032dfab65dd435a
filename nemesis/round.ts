import type { Random } from '../harness/core/random.js';
import type { Schedule, ScheduledFault } from '../harness/core/schedule.js';
import type { MayOverlap } from './overlap.js';

export type Periodic = Extract<Schedule, { kind: 'periodic' }>;

/** What a next round is drawn from: its chance, and the names that had their turn since all had it. */
export interface Drawing {
  readonly random: Random;
  readonly had: readonly Turn[];
}

/** A name of a nemesis; absent of faults that have none. */
type Turn = ScheduledFault['nemesis'];

/**
 * The faults of a round: each of a name that has not had its turn, drawn by the weights of those that
 * share it, and such that it may overlap with all before it.
 */
function choose(
  { faults, at_once = 1 }: Periodic,
  mayOverlap: MayOverlap,
  { random, had }: Drawing,
): [readonly ScheduledFault[], Drawing] {
  const turns = [...new Set(faults.map(({ nemesis }) => nemesis))];
  const [more, afterCount] = random.integer(at_once);
  let next = afterCount;
  let waiting = turns.filter((turn) => !had.includes(turn));
  const chosen: ScheduledFault[] = [];
  while (chosen.length <= more) {
    const due = faults.filter(
      (one) => waiting.includes(one.nemesis) && chosen.every((fault) => mayOverlap(one, fault)),
    );
    if (due.length === 0) break;
    const [turn, afterTurn] = next.pick([...new Set(due.map(({ nemesis }) => nemesis))]);
    const [fault, after] = afterTurn.pickByWeight(due.filter(({ nemesis }) => nemesis === turn));
    next = after;
    chosen.push(fault);
    waiting = waiting.length === 1 ? turns : waiting.filter((one) => one !== turn);
  }
  return [chosen, { random: next, had: turns.filter((turn) => !waiting.includes(turn)) }];
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
  drawing: Drawing,
): [Round, Drawing] {
  const [chosen, { random, had }] = choose(schedule, mayOverlap, drawing);
  const [quiet_ms, afterQuiet] = jittered(schedule.quiet_ms, schedule, random);
  const beginnings: Beginning[] = [];
  let next = afterQuiet;
  for (const { start } of chosen) {
    const [active_ms, after] = jittered(schedule.active_ms / chosen.length, schedule, next);
    beginnings.push({ start, active_ms });
    next = after;
  }
  const [ends, afterEnds] = next.shuffle(chosen.flatMap(({ stop }) => stop ?? []));
  return [
    { quiet_ms, beginnings, ends },
    { random: afterEnds, had },
  ];
}
