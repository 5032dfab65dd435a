import type { Fault } from '../../../harness/index.js';
import { clientKill } from './client-kill.js';
import { configChange } from './config-change.js';
import { debugSleep } from './debug-sleep.js';
import { flushall } from './flushall.js';
import { removeReplica } from './remove-replica.js';
import { removeSentinel } from './remove-sentinel.js';
import { repoint } from './repoint/repoint.js';
import { sentinelConfig } from './sentinel-config.js';
import { sentinelReset } from './sentinel-reset.js';

/** What only Redis has: an administrator's orders, and mistakes. */
export const SERVER_FAULTS: readonly Fault[] = [
  clientKill,
  debugSleep,
  configChange,
  flushall,
  repoint,
  removeReplica,
];

/** What only Redis with Sentinels has. */
export const SENTINEL_FAULTS: readonly Fault[] = [sentinelReset, sentinelConfig, removeSentinel];
