import type { Fault } from '../../../harness/index.js';
import { clientKill } from './client-kill.js';
import { clusterFailover } from './cluster/cluster-failover.js';
import { slotMigration } from './cluster/slot-migration.js';
import { configChange } from './config-change.js';
import { debugSleep } from './debug-sleep.js';
import { flushall } from './flushall.js';
import { removeReplica } from './remove-replica.js';
import { removeSentinel } from './remove-sentinel.js';
import { repoint } from './repoint/repoint.js';
import { sentinelConfig } from './sentinel-config.js';
import { sentinelReset } from './sentinel-reset.js';

/** What every server of Redis has: an administrator's orders, and mistakes. */
const COMMON_FAULTS: readonly Fault[] = [clientKill, debugSleep, configChange, flushall];

/** What only a primary with replicas has. */
export const SERVER_FAULTS: readonly Fault[] = [...COMMON_FAULTS, repoint, removeReplica];

/** What only Redis Cluster has, beside what every server has. */
export const CLUSTER_FAULTS: readonly Fault[] = [...COMMON_FAULTS, clusterFailover, slotMigration];

/** What only Redis with Sentinels has. */
export const SENTINEL_FAULTS: readonly Fault[] = [sentinelReset, sentinelConfig, removeSentinel];
