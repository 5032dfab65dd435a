import { accountOf } from './nemesis-record.js';
import type { FaultWindow } from './fault-window.js';
import { writersIn, type WriteRoles } from './write-roles.js';

/**
 * The node that took writes when a fault began that takes it away from the other nodes: by a cut,
 * or by ending or stopping it. `null` where a fault does no such thing.
 */
export function primaryTakenAway(
  { begin }: Pick<FaultWindow, 'begin'>,
  meaning: WriteRoles,
): string | null {
  const { away = [] } = accountOf(begin);
  const writers = begin.records.flatMap(({ effect }) => writersIn(effect, meaning));
  return writers.find((node) => away.includes(node)) ?? null;
}
