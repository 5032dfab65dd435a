import type { Schedule, ScheduledFault } from './schedule.js';

type Periodic = Extract<Schedule, { kind: 'periodic' }>;

/** The names whose faults each get their turn, in the order in which they were given. */
export function turnsOf({ faults }: Periodic): readonly string[] {
  return [...new Set(faults.flatMap(({ nemesis }) => nemesis ?? []))];
}

/** Faults of a periodic schedule that share a turn: those of one name, or all that have none. */
export function ofTurn({ faults }: Periodic, name: string | undefined): readonly ScheduledFault[] {
  return faults.filter(({ nemesis }) => nemesis === name);
}

/** A time limit that has a round for each name, however few faults chance gives to a round. */
export function timeForTurns_ms(schedule: Periodic): number {
  const { quiet_ms, active_ms, jitter = 0 } = schedule;
  return turnsOf(schedule).length * (quiet_ms + active_ms) * (1 + jitter);
}
