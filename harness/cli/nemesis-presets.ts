import type { Schedule, ScheduledFault } from '../core/schedule.js';
import { named } from './nearest.js';

/** A fault with its grudge or target under one name, for \`run --nemesis\`. */
interface Preset {
  readonly name: string;
  readonly summary: string;
  readonly faults: readonly ScheduledFault[];
}

function partition(grudge: string): ScheduledFault {
  return {
    start: { fault: 'start-partition', value: { grudge } },
    stop: { fault: 'stop-partition' },
  };
}

/** What \`--nemesis\` may name. */
export const presets: readonly Preset[] = [
  { name: 'none', summary: 'no fault', faults: [] },
  {
    name: 'partition-primary',
    summary: 'the primary with its clients cut off from the other nodes, again and again',
    faults: [partition('primary-with-clients')],
  },
  {
    name: 'partition-primary-alone',
    summary: 'the primary cut off from the other nodes and from its clients',
    faults: [partition('primary')],
  },
  {
    name: 'partition-one-node',
    summary: 'one node, chosen at random, cut off from the others',
    faults: [partition('one-node')],
  },
  {
    name: 'partition-halves',
    summary: 'a minority and a majority, chosen at random, cut off from each other',
    faults: [partition('random-halves')],
  },
  {
    name: 'failover',
    summary: 'the store’s own switch of the primary',
    faults: [{ start: { fault: 'failover' } }],
  },
];

export interface Timing {
  readonly quiet_ms: number;
  readonly active_ms: number;
}

/**
 * The schedule of one or more presets: quiet, one of their faults, quiet, …
 * @throws InputError for a name that is none.
 */
export function scheduleOf(names: readonly string[], timing: Timing): Schedule {
  const faults = names.flatMap((name) => named(presets, name, 'nemesis').faults);
  return faults.length === 0 ? { kind: 'none' } : { kind: 'periodic', faults, ...timing };
}
