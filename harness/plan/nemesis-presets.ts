import { UnsupportedError } from '../core/errors.js';
import type { Fault } from '../core/fault.js';
import { named } from '../core/named.js';
import { MIXES, type Preset } from '../core/preset.js';
import type { Schedule, ScheduledFault } from '../core/schedule.js';

/** What `--nemesis` may name. */
export interface NemesisPreset {
  readonly name: string;
  readonly summary: string;
  readonly faults: readonly ScheduledFault[];
  /** Whether what a system can't have is left out of it, instead of being refused. */
  readonly adapts: boolean;
}

/** What `--nemesis` may name: no fault, the presets that faults bring, and the mixes of them. */
export function presetsOf(faults: readonly Fault[]): readonly NemesisPreset[] {
  const single = faults.flatMap((fault) =>
    (fault.presets ?? []).map((preset) => ({ preset, faults: scheduled(fault, preset) })),
  );
  return [
    { name: 'none', summary: 'no fault', faults: [], adapts: false },
    ...single.map(({ preset: { name, summary }, faults: ofPreset }) => ({
      name,
      summary,
      faults: ofPreset,
      adapts: false,
    })),
    ...MIXES.map(({ name, summary }) => ({
      name,
      summary,
      faults: single.flatMap(({ preset, faults: ofPreset }) =>
        preset.mixes?.includes(name) === true ? ofPreset : [],
      ),
      adapts: true,
    })),
  ];
}

/** The faults of a preset, each with its end where it lasts. */
function scheduled({ fs }: Fault, { values, stopsWrites }: Preset): ScheduledFault[] {
  const [begins = '', ends] = fs;
  return (values ?? [undefined]).map((value) => ({
    start: {
      fault: begins,
      ...(value === undefined ? {} : { value }),
      ...(stopsWrites === true ? { acknowledged: 0 } : {}),
    },
    ...(ends === undefined ? {} : { stop: { fault: ends } }),
  }));
}

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
 * The schedule of one or more presets: quiet, some of their faults, quiet, …; each name gets its turn before
 * one comes again.
 * @param presets those that there are: {@link presetsOf}.
 * @param refusal why a fault can't be had; `null` where it can.
 * @throws InputError for a name that is none.
 * @throws UnsupportedError for a mix of which nothing can be had.
 */
export async function scheduleOf(
  names: readonly string[],
  presets: readonly NemesisPreset[],
  timing: Timing,
  refusal: (fault: ScheduledFault) => Promise<string | null>,
): Promise<PresetSchedule> {
  const leftOut = new Map<string, string>();
  const faults: ScheduledFault[] = [];
  for (const name of names) {
    const preset = named(presets, name, 'nemesis');
    const before = faults.length;
    for (const fault of preset.faults) {
      const reason = preset.adapts ? await refusal(fault) : null;
      if (reason === null) faults.push({ ...fault, nemesis: name });
      else leftOut.set(fault.start.fault, reason);
    }
    if (preset.adapts && faults.length === before) throw nothingOf(name, leftOut);
  }
  return {
    schedule: faults.length === 0 ? { kind: 'none' } : { kind: 'periodic', faults, ...timing },
    leftOut,
  };
}

function nothingOf(name: string, leftOut: ReadonlyMap<string, string>): UnsupportedError {
  return new UnsupportedError({
    code: 'E_UNSUPPORTED',
    expected: `a fault of ${name} that can be had here`,
    actual: [...leftOut].map(([fault, reason]) => `${fault}: ${reason}`).join('; '),
    advice: 'choose another nemesis or another system: `faultline list faults`',
  });
}
