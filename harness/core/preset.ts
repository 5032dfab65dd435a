import type { JsonObject } from './json.js';

/** The mixes of faults that `--nemesis` may name. */
export type MixName = 'mix' | 'disk-mix' | 'everything';

/** A fault with its value under one name, for `run --nemesis`. It stands at its fault. */
export interface Preset {
  /** Unlike that of any other preset or mix. */
  readonly name: string;
  /** What goes wrong, in one line. */
  readonly summary: string;
  /** What the fault begins with; of several, each time one by chance. Absent where it takes no value. */
  readonly values?: readonly JsonObject[];
  /** Whether the store takes no writes under it, by design: none has to be acknowledged then. */
  readonly stopsWrites?: true;
  /** The mixes that it is a part of; none when absent. */
  readonly mixes?: readonly MixName[];
}

/** Several presets under one name. What a system can't have is left out of them. */
export interface Mix {
  readonly name: MixName;
  readonly summary: string;
}

export const MIXES: readonly Mix[] = [
  {
    name: 'mix',
    summary: 'faults of network, processes, machines, clocks, and failovers, in a random order',
  },
  { name: 'disk-mix', summary: 'faults of disks and files in a random order' },
  {
    name: 'everything',
    summary: 'all of those, and what administrators do, in a random order',
  },
];
