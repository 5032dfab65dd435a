import type { Schedule, ScheduledFault } from '../core/schedule.js';
import { named } from '../core/named.js';
import { administration, failover } from './presets/administration.js';
import { clocks } from './presets/clocks.js';
import { corruption, disks } from './presets/disks.js';
import { machines } from './presets/machines.js';
import { network } from './presets/network.js';
import { type Preset, preset } from './presets/preset.js';
import { processes } from './presets/processes.js';

const single = [...network, ...processes, ...machines, ...clocks];

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
  mixOf('mix', 'faults of network, processes, machines, clocks, and failovers, in a random order', [
    ...single,
    failover,
  ]),
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
