import { defineSystem } from '../../harness/index.js';
import { etcdClient } from './client/etcd-client.js';
import { IMAGE } from './image.js';
import { DATA_FILES, memberOn } from './member.js';
import {
  hasLeader,
  membersOf,
  missingOf,
  proveReplication,
  roleOf,
  versionOf,
  witnessOf,
} from './members.js';
import { CLUSTER_MEMBERS } from './membership/capability.js';
import { clusterMembers } from './membership/cluster-members.js';
import { replaceMember } from './membership/replace-member.js';
import { changedSettings, defaults, problemWith } from './options.js';

/** etcd, a member on each node; a control, since it agrees on everything by Raft. */
export const etcd = defineSystem({
  name: 'etcd',
  summary: 'etcd: registers, sets, transactions and locks, agreed upon by Raft',
  image: IMAGE,
  options: defaults,
  check: (options) => problemWith(options),
  changedSettings,
  start: ({ node, nodes, options }) => memberOn(node, nodes, options),
  ready: ({ node }) => hasLeader(node),
  async setup({ nodes }) {
    await proveReplication(nodes);
    return membersOf(nodes);
  },
  role: ({ node, store }) => roleOf(node, store),
  witness: ({ node, store }) => witnessOf(node, store),
  takesWrites: ['leader'],
  refusalCodes: [],
  passesWritesOn: true,
  health: ({ nodes }) => missingOf(nodes),
  version: ({ node }) => versionOf(node),
  dataFiles: DATA_FILES,
  faults: [replaceMember],
  capabilities: { [CLUSTER_MEMBERS.name]: clusterMembers },
  refusals: {
    clocks:
      'etcd is a program of Go, which asks the kernel for the time and not libc: libfaketime does not move it',
  },
  client: etcdClient,
});
