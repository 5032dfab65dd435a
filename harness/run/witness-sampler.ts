import type { Clock } from '../core/clock.js';
import type { WitnessSample, WitnessView } from '../core/witness.js';
import { Sampler } from './sampler.js';

const INTERVAL_MS = 100;

/** Asks what the nodes say of their replication, and tells of every change. */
export function witnessSampler(
  clock: Clock,
  look: () => Promise<readonly WitnessView[]>,
  tell: (sample: WitnessSample) => void,
): Sampler {
  let last = '';
  return new Sampler(clock, INTERVAL_MS, async () => {
    const time = clock.now();
    const nodes = await look();
    const text = JSON.stringify(nodes);
    if (nodes.length === 0 || text === last) return;
    last = text;
    tell({ time, until: clock.now(), nodes });
  });
}
