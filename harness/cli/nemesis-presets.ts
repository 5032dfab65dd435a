import type { Schedule, ScheduledFault } from '../core/schedule.js';
import { named } from './nearest.js';
import { network } from './presets/network.js';
import { lasting, type Preset, preset } from './presets/preset.js';

const single: readonly Preset[] = [
  ...network,
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
    'freeze-primary',
    'every process on the primary’s node frozen at once',
    lasting('freeze', { target: 'primary' }),
  ),
  preset(
    'freeze-any',
    'every process on one node, chosen at random, frozen at once',
    lasting('freeze', { target: 'any' }),
  ),
  preset(
    'outage-primary',
    'the primary’s node loses its power, and comes back',
    lasting('outage', { target: 'primary' }),
  ),
  preset(
    'outage-any',
    'one node, chosen at random, loses its power, and comes back',
    lasting('outage', { target: 'any' }),
  ),
  preset(
    'shutdown-any',
    'one node, chosen at random, is shut down in good order, and comes back',
    lasting('shutdown', { target: 'any' }),
  ),
  preset(
    'cpu-throttle',
    'one node, chosen at random, gets a tenth of a processor',
    lasting('throttle', { target: 'any', percent: 10 }),
  ),
  preset(
    'memory-limit',
    'one node, chosen at random, gets no more than 64 MiB of memory',
    lasting('memory-limit', { target: 'any', mib: 64 }),
  ),
  preset(
    'descriptor-limit',
    'the primary’s processes can open no more files and connections',
    lasting('descriptor-limit', { target: 'primary' }),
  ),
  preset('crash-loop', 'kill -9 of the primary’s processes, once a second for five seconds', {
    start: { fault: 'crash-loop', value: { target: 'primary', for_ms: 5000, every_ms: 1000 } },
  }),
  preset(
    'clock-jump',
    'the clock of one node, chosen at random, jumps ahead by five seconds or back by two',
    lasting('clock', { target: 'any', offset_ms: 5000 }),
    lasting('clock', { target: 'any', offset_ms: -2000 }),
  ),
  preset(
    'clock-drift',
    'the clock of one node, chosen at random, goes a tenth too fast or too slow',
    lasting('clock', { target: 'any', rate: 1.1 }),
    lasting('clock', { target: 'any', rate: 0.9 }),
  ),
  preset(
    'clock-strobe',
    'the clock of one node, chosen at random, jumps ahead by two seconds and back, again and again',
    lasting('strobe', { target: 'any', offset_ms: 2000, every_ms: 200 }),
  ),
];

/** What happens to disks: nodes have disks of their own then. */
const disks: readonly Preset[] = [
  preset(
    'power-loss-primary',
    'the primary’s node loses its power, with all that was not synced to its disk',
    lasting('power-loss', { target: 'primary' }),
  ),
  preset(
    'power-loss-any',
    'one node, chosen at random, loses its power, with all that was not synced to its disk',
    lasting('power-loss', { target: 'any' }),
  ),
  preset('disk-full', 'the primary’s disk is full', lasting('disk-full', { target: 'primary' })),
  preset(
    'disk-slow',
    'no more than five writes a second get to the primary’s disk',
    lasting('disk-slow', { target: 'primary', writes_per_s: 5 }),
  ),
  preset(
    'disk-read-only',
    'the primary’s filesystem meets an error, and becomes read-only until it is repaired',
    lasting('disk-read-only', { target: 'primary' }),
  ),
];

/** What happens to files of the data while a server is down: the store has to keep some. */
const corruption: readonly Preset[] = [
  preset(
    'file-truncation',
    'a server, chosen at random, is killed, and starts with data files whose end is cut off',
    lasting('file-corruption', { target: 'any', damage: 'truncate' }),
  ),
  preset(
    'bit-flips',
    'a server, chosen at random, is killed, and starts with bits of its data files turned over',
    lasting('file-corruption', { target: 'any', damage: 'flip' }),
  ),
];

/** What an administrator does, by plan or by mistake. */
const administration: readonly Preset[] = [
  preset('client-kill', 'the connections of all clients of the primary are ended', {
    start: { fault: 'client-kill', value: { target: 'primary' } },
  }),
  preset('client-kill-storm', 'the same again and again, for two seconds', {
    start: { fault: 'client-kill', value: { target: 'primary', for_ms: 2000, every_ms: 100 } },
  }),
  preset('debug-sleep', 'the primary answers nobody for three seconds', {
    start: { fault: 'debug-sleep', value: { target: 'primary', duration_ms: 3000 } },
  }),
  preset(
    'config-change',
    'the primary is told to want more replicas than there are, and refuses writes',
    lasting('config-change', {
      target: 'primary',
      parameter: 'min-replicas-to-write',
      value: '99',
    }),
  ),
  preset('rolling-restart', 'one node after the other is restarted, the primary last', {
    start: { fault: 'rolling-restart' },
  }),
  preset('sentinel-reset', 'one Sentinel, chosen at random, forgets all but the primary', {
    start: { fault: 'sentinel-reset', value: { target: 'any' } },
  }),
  preset(
    'remove-sentinel',
    'one Sentinel, chosen at random, is taken out of the group and put back',
    lasting('remove-sentinel', { target: 'any', identity: 'kept' }),
    lasting('remove-sentinel', { target: 'any', identity: 'fresh' }),
  ),
  preset(
    'remove-replica',
    'one replica, chosen at random, is taken out of the group and put back, empty or not',
    lasting('remove-replica', { target: 'replica', data: 'wiped' }),
    lasting('remove-replica', { target: 'replica', data: 'kept' }),
  ),
  preset(
    'sentinel-hasty',
    'the Sentinels take a primary for down that is silent for 100 ms',
    lasting('sentinel-config', { parameter: 'down-after-milliseconds', value: '100' }),
  ),
  preset(
    'sentinel-patient',
    'the Sentinels wait a minute for a primary that is silent',
    lasting('sentinel-config', { parameter: 'down-after-milliseconds', value: '60000' }),
  ),
  preset(
    'repoint-replica',
    'one replica, chosen at random, follows another instead of the primary',
    lasting('repoint', { target: 'replica', to: 'replica' }),
  ),
  preset(
    'repoint-primary',
    'the primary follows one of its replicas: nobody takes writes',
    lasting('repoint', { target: 'primary', to: 'replica' }),
  ),
  preset(
    'promote-by-mistake',
    'one replica, chosen at random, is made a primary beside the primary',
    lasting('repoint', { target: 'replica', to: 'nobody' }),
  ),
  preset('flushall', 'FLUSHALL on the primary by mistake: what was acknowledged is lost', {
    start: { fault: 'flushall', value: { target: 'primary' } },
  }),
];

/** Mistakes after which what was acknowledged is lost by right: such a run is not to be judged. */
const MISTAKES = new Set(['flushall', 'promote-by-mistake']);
const everything = [
  ...single,
  ...disks,
  ...administration.filter(({ name }) => !MISTAKES.has(name)),
];

function mixOf(name: string, summary: string, presets: readonly Preset[]): Preset {
  return { name, summary, faults: presets.flatMap(({ faults }) => faults), adapts: true };
}

/** What `--nemesis` may name. */
export const presets: readonly Preset[] = [
  preset('none', 'no fault'),
  ...single,
  ...disks,
  ...corruption,
  ...administration,
  mixOf('mix', 'faults of network, processes, machines, clocks in a random order', single),
  mixOf('disk-mix', 'faults of disks and files in a random order', [...disks, ...corruption]),
  mixOf('everything', 'all of those, and what administrators do, in a random order', everything),
];

export interface Timing {
  readonly quiet_ms: number;
  readonly active_ms: number;
  readonly at_once: number;
  readonly jitter: number;
}

/** A schedule, and what was left out of its mixes. */
export interface PresetSchedule {
  readonly schedule: Schedule;
  /** Why a fault of a mix is not in it, by the f that begins it. */
  readonly leftOut: ReadonlyMap<string, string>;
}

/**
 * The schedule of one or more presets: quiet, some of their faults, quiet, …
 * @param refusal why a fault can't be had; `null` where it can.
 * @throws InputError for a name that is none.
 */
export async function scheduleOf(
  names: readonly string[],
  timing: Timing,
  refusal: (fault: ScheduledFault) => Promise<string | null>,
): Promise<PresetSchedule> {
  const leftOut = new Map<string, string>();
  const faults: ScheduledFault[] = [];
  for (const name of names) {
    const preset = named(presets, name, 'nemesis');
    for (const fault of preset.faults) {
      const reason = preset.adapts === true ? await refusal(fault) : null;
      if (reason === null) faults.push(fault);
      else leftOut.set(fault.start.fault, reason);
    }
  }
  return {
    schedule: faults.length === 0 ? { kind: 'none' } : { kind: 'periodic', faults, ...timing },
    leftOut,
  };
}
