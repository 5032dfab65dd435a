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

/** A fault of a round, and how long after the op that begins it the next op of the round comes. */
export interface RoundFault extends Pick<ScheduledFault, 'start' | 'stop'> {
  readonly active_ms: number;
}

/** One round of a periodic schedule. */
export interface Round {
  readonly quiet_ms: number;
  /** In the order in which they begin. */
  readonly faults: readonly RoundFault[];
  /** Those of them that do not end by themselves, in the order in which they are ended. */
  readonly ended: readonly RoundFault[];
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
  const faults: RoundFault[] = [];
  let next = afterQuiet;
  for (const fault of chosen) {
    const [active_ms, after] = jittered(schedule.active_ms / chosen.length, schedule, next);
    faults.push({ ...fault, active_ms });
    next = after;
  }
  const [ended, afterEnds] = next.shuffle(faults.filter(({ stop }) => stop !== undefined));
  return [
    { quiet_ms, faults, ended },
    { random: afterEnds, had },
  ];
}
