import type { Capabilities, Primaries } from '../../../harness/index.js';
import { replicationAdministration } from '../administration/replication-administration.js';
import { MEMBERSHIP, REPLICATION } from '../capabilities.js';
import type { GroupParts } from './group-parts.js';
import { replicaMembership } from './replica-membership.js';

/** What a primary with its replicas offers, whoever watches them. */
export function groupCapabilities(
  parts: GroupParts,
  primaries: Primaries,
): Capabilities & { readonly primaries: Primaries } {
  return {
    primaries,
    ...REPLICATION.offer(replicationAdministration(parts.topology, parts.members)),
    ...MEMBERSHIP.offer(replicaMembership(parts, primaries)),
  };
}
