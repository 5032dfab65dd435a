import type { Scenario } from '../harness/index.js';
import { etcdAppend, etcdRegister, etcdSet } from './etcd-linearizable.js';
import { etcdLease, etcdLock, etcdLockFenced } from './etcd-lock.js';
import { etcdMembers } from './etcd-members.js';
import { etcdNoMajority } from './etcd-no-majority.js';
import { etcdSerializable, etcdSerializableSessions } from './etcd-serializable.js';
import { healthy } from './healthy.js';
import { memoryNoSplitBrain, memorySplitBrain } from './memory-split-brain.js';
import {
  etcdMajorityNoFsync,
  etcdMajorityPowerLoss,
  etcdNoFsync,
  etcdPowerLoss,
  zookeeperMajorityNoSync,
  zookeeperMajorityPowerLoss,
  zookeeperNoSync,
  zookeeperPowerLoss,
} from './power-loss.js';
import { raftVsEventualRaft, raftVsEventualReplication } from './raft-vs-eventual.js';
import {
  aofAlways,
  aofAlwaysPowerLoss,
  aofEverysecKill,
  aofEverysecPowerLoss,
} from './redis/aof.js';
import { lockClock, ttlSlowClock } from './redis/clocks.js';
import { clusterEpochs, clusterRankDelay } from './redis/cluster-elections.js';
import { clusterMigrationFailover } from './redis/cluster-migration.js';
import { clusterMinorityWindow, clusterNoMajority, clusterTakeover } from './redis/cluster.js';
import {
  incrCounter,
  lockFailover,
  multiAtomic,
  queueMove,
  sentinelTimeTravel,
  splitBrains,
  streamGroups,
} from './redis/data-types.js';
import { minReplicasBounded, noReplicas } from './redis/min-replicas.js';
import { parallelSyncsOne, parallelSyncsTwo } from './redis/parallel-syncs.js';
import { primaryEmptyRestart } from './redis/primary-empty-restart.js';
import {
  chainedReplicas,
  psyncIntegrity,
  replicaOrder,
  replicaStaleRead,
} from './redis/replicas.js';
import { returningOldPrimary } from './redis/returning-primary.js';
import { sentinelResetSplit } from './redis/sentinel-reset-split.js';
import { sentinelTilt, sentinelTiltForEver } from './redis/sentinel-tilt.js';
import {
  quorumNotMajority,
  sentinelPriority,
  sentinelPriorityNone,
} from './redis/sentinel-elections.js';
import { lockFenced, lockPause } from './redis/expiring-locks.js';
import { waitNotConsensus, waitShort } from './redis/wait.js';
import { sentinelManualFailover } from './sentinel-manual-failover.js';
import { sentinelSplitBrain } from './sentinel-split-brain.js';
import { etcdWatch, zookeeperWatch } from './watches.js';
import {
  zookeeperPlainReads,
  zookeeperPlainReadsSessions,
  zookeeperRegister,
  zookeeperSyncedReads,
} from './zookeeper-register.js';

/** Every scenario, by the order in which they are listed and run. */
export const scenarios: readonly Scenario[] = [
  sentinelManualFailover,
  sentinelSplitBrain,
  sentinelTimeTravel,
  sentinelPriority,
  sentinelPriorityNone,
  quorumNotMajority,
  sentinelResetSplit,
  returningOldPrimary,
  sentinelTilt,
  sentinelTiltForEver,
  parallelSyncsOne,
  parallelSyncsTwo,
  replicaStaleRead,
  replicaOrder,
  psyncIntegrity,
  chainedReplicas,
  primaryEmptyRestart,
  aofAlways,
  aofEverysecKill,
  aofAlwaysPowerLoss,
  aofEverysecPowerLoss,
  ttlSlowClock,
  minReplicasBounded,
  noReplicas,
  waitNotConsensus,
  waitShort,
  clusterMinorityWindow,
  clusterNoMajority,
  clusterTakeover,
  clusterEpochs,
  clusterRankDelay,
  clusterMigrationFailover,
  incrCounter,
  queueMove,
  lockFailover,
  lockClock,
  lockPause,
  lockFenced,
  streamGroups,
  multiAtomic,
  ...splitBrains,
  etcdRegister,
  etcdSet,
  etcdAppend,
  etcdSerializable,
  etcdSerializableSessions,
  etcdNoMajority,
  etcdMembers,
  etcdLock,
  etcdLockFenced,
  etcdLease,
  etcdWatch,
  etcdPowerLoss,
  etcdNoFsync,
  etcdMajorityPowerLoss,
  etcdMajorityNoFsync,
  raftVsEventualRaft,
  raftVsEventualReplication,
  zookeeperRegister,
  zookeeperPlainReads,
  zookeeperPlainReadsSessions,
  zookeeperSyncedReads,
  zookeeperWatch,
  zookeeperPowerLoss,
  zookeeperNoSync,
  zookeeperMajorityPowerLoss,
  zookeeperMajorityNoSync,
  memorySplitBrain,
  memoryNoSplitBrain,
  ...healthy,
];
