import type { Capabilities } from '../../../../harness/core/capabilities.js';
import { FAULTS } from '../../../../nemesis/faults.js';
import { StubCluster } from '../../../../nemesis/testing/stub-context.js';
import {
  ADMINISTRATION,
  MEMBERSHIP,
  REPLICATION,
  SENTINELS,
  SHARDING,
} from '../../capabilities.js';
import { CLUSTER_FAULTS, SENTINEL_FAULTS, SERVER_FAULTS } from '../index.js';
import { StubAdministration } from './stub-administration.js';
import { StubMembership } from './stub-membership.js';
import { StubReplication } from './stub-replication.js';
import { StubSentinels } from './stub-sentinels.js';
import { StubSharding } from './stub-sharding.js';

/** All faults that some kind of Redis can have. */
export const REDIS_FAULTS = [
  ...FAULTS,
  ...new Set([...SERVER_FAULTS, ...SENTINEL_FAULTS, ...CLUSTER_FAULTS]),
];

/** A cluster in memory that offers what Redis does, too. */
export class StubRedis extends StubCluster {
  readonly administration = new StubAdministration(this.clock);
  readonly replication = new StubReplication(this.nodes);
  readonly sentinels = new StubSentinels(this.nodes);
  readonly membership = new StubMembership(this.clock, this.replication, this.sentinels);

  override serves(node: string): Promise<boolean> {
    return this.administration.serves(node);
  }

  override own(): Capabilities {
    return {
      ...ADMINISTRATION.offer(this.administration),
      ...REPLICATION.offer(this.replication),
      ...MEMBERSHIP.offer(this.membership),
      ...SENTINELS.offer(this.sentinels),
      ...SHARDING.offer(new StubSharding()),
    };
  }
}
