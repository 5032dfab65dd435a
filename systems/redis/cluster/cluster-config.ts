import type { ChangedSetting } from '../../../harness/index.js';
import type { Access } from '../access/access.js';
import { serverConfig } from '../configuration/server-config.js';
import { type Setting, valueInConfig } from '../configuration/settings.js';
import { isBefore7 } from '../versions.js';
import type { ClusterOptions } from './cluster-options.js';

/** Since 7.0. */
const REPLICA_MIGRATION = 'cluster-allow-replica-migration';

/** In `redis.conf` of a node of a cluster. */
export const CLUSTER_SETTINGS: readonly Setting<ClusterOptions>[] = [
  { name: 'cluster-node-timeout', option: 'nodeTimeout_ms', default: '15000' },
  { name: 'cluster-replica-validity-factor', option: 'replicaValidityFactor', default: '10' },
  { name: 'cluster-migration-barrier', option: 'migrationBarrier', default: '1' },
  { name: REPLICA_MIGRATION, option: 'allowReplicaMigration', default: 'yes' },
  { name: 'cluster-require-full-coverage', option: 'requireFullCoverage', default: 'yes' },
];

/** What the harness changes in every node of a cluster beside what it changes in every server. */
export const NEEDED_BY_CLUSTER: readonly ChangedSetting[] = [
  {
    name: 'cluster-announce-ip',
    value: 'the address of the node',
    default: '""',
    option: null,
    reason: 'nodes then name each other as the harness does',
  },
];

/** In the folder of the server, which writes into it what it knows of the cluster. */
export const NODES_FILE = 'nodes.conf';

/**
 * What a node finds there before its first start: an id of its own, by its position, and nothing else. Of two primaries
 * with the same config epoch, the one with the smaller id takes a newer one, and keeps what both claim. With ids that Redis
 * draws, that would be chance.
 */
export function firstNodesFile(position: number): string {
  const id = (position + 1).toString(16).padStart(40, '0');
  return `${id} :0@0 myself,master - 0 0 0 connected\nvars currentEpoch 0 lastVoteEpoch 0\n`;
}

/** The configuration of a node: it finds its part in the cluster in its `nodes.conf`. */
export function clusterConfig(options: ClusterOptions, address: string, access: Access): string {
  const lines = [
    'cluster-enabled yes',
    `cluster-config-file ${NODES_FILE}`,
    `cluster-announce-ip ${address}`,
    // Links between nodes.
    ...(access.certificate === null ? [] : ['tls-cluster yes']),
    ...CLUSTER_SETTINGS.filter(
      ({ name }) => name !== REPLICA_MIGRATION || !isBefore7(options.version),
    ).map(({ name, option }) => `${name} ${valueInConfig(options[option])}`),
  ];
  return `${serverConfig(options, address, null, { access })}${lines.join('\n')}\n`;
}
