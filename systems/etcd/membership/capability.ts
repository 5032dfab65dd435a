import { defineCapability } from '../../../harness/index.js';

/** Who belongs to a cluster of etcd; an administrator takes members out, and adds new ones. */
export interface ClusterMembers {
  /** The nodes whose members belong to the cluster, by what one of the others than this says. */
  listed(node: string): Promise<readonly string[]>;
  /** Whether the member of a node answers a linearizable read, as only one that belongs to the cluster does. */
  serves(node: string): Promise<boolean>;
  /** Takes the member of a node out of the cluster; ends when its process has ended. Idempotent. */
  remove(node: string): Promise<void>;
  /** Adds a new member without data on a node; ends when it serves. Idempotent. */
  add(node: string): Promise<void>;
}

/** What etcd offers to faults beside what every store may offer. */
export const CLUSTER_MEMBERS = defineCapability<ClusterMembers>('cluster-members');
