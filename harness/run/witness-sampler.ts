import type { Clock } from '../core/clock.js';
import type { Witnessed } from '../core/witness.js';
import { Changes } from './changes.js';
import { Sampler } from './sampler.js';
import type { RunSink } from './sink.js';

const INTERVAL_MS = 100;

/** Asks what the nodes say of their roles and of their replication, and tells of every change. */
export function witnessSampler(
  clock: Clock,
  look: () => Promise<Witnessed>,
  sink: Pick<RunSink, 'role' | 'witness'>,
): Sampler {
  const roleChanges = new Changes();
  const witnessChanges = new Changes();
  return new Sampler(clock, INTERVAL_MS, async () => {
    const time = clock.now();
    const { roles, nodes } = await look();
    if (roleChanges.isNew(roles)) sink.role({ time, roles });
    if (nodes.length > 0 && witnessChanges.isNew(nodes)) {
      sink.witness({ time, until: clock.now(), nodes });
    }
  });
}
