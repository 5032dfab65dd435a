import type { Scenario } from '../harness/index.js';
import { etcdAppend, etcdRegister, etcdSet } from './etcd-linearizable.js';
import { etcdNoMajority } from './etcd-no-majority.js';
import { etcdSerializable, etcdSerializableSessions } from './etcd-serializable.js';
import { healthyEtcd, healthyMemory, healthyReplication, healthySentinel } from './healthy.js';
import { memoryNoSplitBrain, memorySplitBrain } from './memory-split-brain.js';
import { sentinelManualFailover } from './sentinel-manual-failover.js';
import { sentinelSplitBrain } from './sentinel-split-brain.js';

/** Every scenario, by the order in which they are listed and run. */
export const scenarios: readonly Scenario[] = [
  healthyReplication,
  healthySentinel,
  sentinelManualFailover,
  sentinelSplitBrain,
  healthyEtcd,
  etcdRegister,
  etcdSet,
  etcdAppend,
  etcdSerializable,
  etcdSerializableSessions,
  etcdNoMajority,
  healthyMemory,
  memorySplitBrain,
  memoryNoSplitBrain,
];
