import type { Clock } from '../core/clock.js';
import type { RoleSample } from '../core/results.js';
import type { RoleView } from '../core/cluster-view.js';
import { Sampler } from './sampler.js';

const INTERVAL_MS = 150;

/** Looks who holds which role, and tells of every change. */
export function roleSampler(
  clock: Clock,
  look: () => Promise<readonly RoleView[]>,
  tell: (sample: RoleSample) => void,
): Sampler {
  let last = '';
  return new Sampler(clock, INTERVAL_MS, async () => {
    const time = clock.now();
    const roles = await look();
    const text = JSON.stringify(roles);
    if (text === last) return;
    last = text;
    tell({ time, roles });
  });
}
