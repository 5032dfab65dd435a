import type { Clock } from '../core/clock.js';
import type { RoleSample } from '../core/results.js';
import type { RoleView } from '../core/cluster-view.js';
import { Changes } from './changes.js';
import { Sampler } from './sampler.js';

const INTERVAL_MS = 150;

/** Looks who holds which role, and tells of every change. */
export function roleSampler(
  clock: Clock,
  look: () => Promise<readonly RoleView[]>,
  tell: (sample: RoleSample) => void,
): Sampler {
  const changes = new Changes();
  return new Sampler(clock, INTERVAL_MS, async () => {
    const time = clock.now();
    const roles = await look();
    if (changes.isNew(roles)) tell({ time, roles });
  });
}
