import type { Health } from '../../harness/index.js';
import { askAll, type Admins } from './connection/admin.js';
import { replicationProblems } from './observation/replication-health.js';
import { askReplicationInfo, type ReplicationInfo } from './observation/replication-info.js';
import { sentinelProblems } from './observation/sentinel-health.js';
import { askSentinelView } from './observation/sentinel-view.js';
import type { Topology } from './topology.js';

function primaryOf(views: ReadonlyMap<string, ReplicationInfo | null>): string | null {
  for (const [node, view] of views) if (view?.role === 'primary') return node;
  return null;
}

/**
 * Looks once at everything: one primary, every replica linked to it and in possession of all
 * that it had when the look began, and every Sentinel in agreement with that.
 *
 * @param chained whether a replica may follow another replica.
 */
export async function groupHealth(
  topology: Topology,
  admins: Admins,
  chained: boolean,
): Promise<Health> {
  const before = await askAll(admins.servers, askReplicationInfo);
  const [after, sentinels] = await Promise.all([
    askAll(admins.servers, askReplicationInfo),
    askAll(admins.sentinels, askSentinelView),
  ]);
  const primary = primaryOf(after);
  const views = new Map(after);
  const earlier = primary === null ? null : before.get(primary);
  if (primary !== null && earlier?.role === 'primary') views.set(primary, earlier);
  const reasons = [
    ...replicationProblems(views, topology.addressOf, chained),
    ...sentinelProblems(sentinels, {
      primary: topology.addressOf.get(primary ?? '') ?? '',
      replicas: admins.servers.size - 1,
      sentinels: admins.sentinels.size,
      nameOf: topology.nameOf,
    }),
  ];
  return reasons.length === 0 ? { healthy: true } : { healthy: false, reasons };
}
