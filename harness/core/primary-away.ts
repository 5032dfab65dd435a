import type { FaultWindow } from './fault-window.js';
import { cutOf, nodesUnder } from './fault-words.js';
import { type NemesisRecord, stringsOf } from './nemesis-record.js';
import { CLIENTS } from './node.js';
import { writersIn, type WriteRoles } from './write-roles.js';

/** Faults that last, and under which a node is gone to all others. */
const TAKES_A_NODE_AWAY: ReadonlySet<string> = new Set([
  'kill',
  'terminate',
  'pause',
  'freeze',
  'outage',
  'shutdown',
  'power-loss',
]);

/**
 * The node that took writes when a fault began that takes it away from the other nodes: by a cut,
 * or by ending or stopping it. `null` where a fault does no such thing.
 */
export function primaryTakenAway(
  { fault, begin }: FaultWindow,
  meaning: WriteRoles,
): string | null {
  const writers = begin.records.flatMap(({ effect }) => writersIn(effect, meaning));
  const cut = cutOf(begin);
  if (cut !== null) {
    const fromNodes = cut.from.some((endpoint) => endpoint !== CLIENTS);
    return writers.find((node) => cut.isolated.includes(node) && fromNodes) ?? null;
  }
  if (!TAKES_A_NODE_AWAY.has(fault)) return null;
  return writers.find((node) => fellOnStore(begin, node)) ?? null;
}

/**
 * Whether a fault fell on a node, and on its store: a fault on processes names them, and one on a
 * Sentinel alone leaves the store of the node as it is.
 */
export function fellOnStore(begin: NemesisRecord, node: string): boolean {
  const under = nodesUnder(begin);
  const processes = stringsOf(under.get(node)) ?? [];
  const onWatcher = processes.length > 0 && processes.every((name) => name.includes('sentinel'));
  return under.has(node) && !onWatcher;
}
