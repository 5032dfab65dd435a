import type { Clocks } from '../core/capabilities.js';
import type { Clock } from '../core/clock.js';
import type { ClockSample } from '../core/results.js';
import { Sampler } from './sampler.js';

const INTERVAL_MS = 250;

/** Reads all wall clocks of a run back, whatever a fault meant them to be. */
export function clockSampler(
  clock: Clock,
  clocks: Clocks,
  nodes: readonly string[],
  tell: (sample: ClockSample) => void,
): Sampler {
  return new Sampler(clock, INTERVAL_MS, async () => {
    const time = clock.now();
    const offsets_ms = await Promise.all(
      nodes.map(async (node): Promise<[string, ClockSample['offsets_ms'][string]]> => {
        try {
          return [node, await clocks.offsets_ms(node)];
        } catch {
          return [node, null];
        }
      }),
    );
    tell({ time, offsets_ms: Object.fromEntries(offsets_ms) });
  });
}
