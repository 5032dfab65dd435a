import type { JsonObject } from '../core/json.js';
import type { Schedule, ScheduledFault } from '../core/schedule.js';
import { named } from './nearest.js';

/** A fault with its grudge or target under one name, for `run --nemesis`. */
interface Preset {
  readonly name: string;
  readonly summary: string;
  readonly faults: readonly ScheduledFault[];
}

/** A fault that lasts from its `start-` to its `stop-`. */
function lasting(fault: string, value: JsonObject): ScheduledFault {
  return { start: { fault: `start-${fault}`, value }, stop: { fault: `stop-${fault}` } };
}

function preset(name: string, summary: string, ...faults: readonly ScheduledFault[]): Preset {
  return { name, summary, faults };
}

const single: readonly Preset[] = [
  preset(
    'partition-primary',
    'the primary with its clients cut off from the other nodes',
    lasting('partition', { grudge: 'primary-with-clients' }),
  ),
  preset(
    'partition-primary-alone',
    'the primary cut off from the other nodes and from its clients',
    lasting('partition', { grudge: 'primary' }),
  ),
  preset(
    'partition-one-node',
    'one node, chosen at random, cut off from the others',
    lasting('partition', { grudge: 'one-node' }),
  ),
  preset(
    'partition-halves',
    'a minority and a majority, chosen at random, cut off from each other',
    lasting('partition', { grudge: 'random-halves' }),
  ),
  preset(
    'partition-one-way',
    'one node, chosen at random, no longer hears the others, but is heard',
    lasting('partition', { grudge: 'one-node', direction: 'in' }),
  ),
  preset('failover', 'the store’s own switch of the primary', { start: { fault: 'failover' } }),
  preset(
    'kill-primary',
    'kill -9 of the primary’s processes',
    lasting('kill', { target: 'primary' }),
  ),
  preset(
    'kill-any',
    'kill -9 of the processes of one node, chosen at random',
    lasting('kill', { target: 'any' }),
  ),
  preset(
    'pause-primary',
    'SIGSTOP of the primary’s processes',
    lasting('pause', { target: 'primary' }),
  ),
  preset(
    'pause-any',
    'SIGSTOP of the processes of one node, chosen at random',
    lasting('pause', { target: 'any' }),
  ),
  preset(
    'clock-jump',
    'the clock of one node, chosen at random, jumps ahead by five seconds or back by two',
    lasting('clock', { target: 'any', offset_ms: 5000 }),
    lasting('clock', { target: 'any', offset_ms: -2000 }),
  ),
  preset(
    'packet-loss',
    'a fifth of the packets to one node, chosen at random, are lost',
    lasting('loss', { target: 'any', percent: 20 }),
  ),
  preset(
    'slow-links',
    'one node, chosen at random, sends no faster than 512 kbit/s',
    lasting('slow', { target: 'any', rate_kbit: 512 }),
  ),
];

/** What `--nemesis` may name. */
export const presets: readonly Preset[] = [
  preset('none', 'no fault'),
  ...single,
  preset('mix', 'all of these in a random order', ...single.flatMap(({ faults }) => faults)),
];

export interface Timing {
  readonly quiet_ms: number;
  readonly active_ms: number;
  readonly jitter: number;
}

/**
 * The schedule of one or more presets: quiet, one of their faults, quiet, …
 * @throws InputError for a name that is none.
 */
export function scheduleOf(names: readonly string[], timing: Timing): Schedule {
  const faults = names.flatMap((name) => named(presets, name, 'nemesis').faults);
  return faults.length === 0 ? { kind: 'none' } : { kind: 'periodic', faults, ...timing };
}
