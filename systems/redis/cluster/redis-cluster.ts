import type { SystemDefinition } from '../../../harness/index.js';
import { SHARDING } from '../capabilities.js';
import { newAccess } from '../access/access.js';
import { clusterClients } from '../clients/cluster/cluster-clients.js';
import { redisClient } from '../clients/redis-client.js';
import { accessSettings } from '../configuration/access-config.js';
import { changedSettings, NEEDED_SETTINGS, SERVER_SETTINGS } from '../configuration/settings.js';
import { dataFileKinds } from '../data/kinds.js';
import { refusalsWith } from '../refusals.js';
import { CLUSTER_FAULTS } from '../faults/index.js';
import { imageOfVersion, REDIS_IMAGE } from '../image.js';
import { waitOf } from '../options.js';
import { RedisSystem } from '../redis-system.js';
import { REDIS_ROLES } from '../roles.js';
import { clusterConfig, CLUSTER_SETTINGS, NEEDED_BY_CLUSTER } from './cluster-config.js';
import { configurationsInCluster } from './cluster-configurations.js';
import { clusterHealth } from './cluster-health.js';
import { CLUSTER_DEFAULTS, clusterLayout, clusterOptions, shardsOf } from './cluster-options.js';
import { clusterPrimaries } from './cluster-primaries.js';
import { setUpCluster } from './form-cluster.js';
import { clusterSharding } from './sharding.js';

/** Several primaries, each with its part of the slots and its replicas; the nodes watch each other. */
export const redisCluster: SystemDefinition = {
  name: 'redis-cluster',
  summary: 'Redis Cluster: several primaries with asynchronous replicas, failover by their votes',
  runsOn: 'containers',
  image: REDIS_IMAGE,
  imageWith: imageOfVersion,
  defaultNodeCount: 6,
  client: redisClient,
  roles: REDIS_ROLES,
  clientModes: ['smart', 'pinned'],
  capabilities: [
    'links',
    'traffic',
    'machine',
    'power',
    'disks',
    'files',
    'dataFiles',
    'primaries',
    'processes',
    'descriptors',
    'clocks',
    'serving',
    'administration',
    'sharding',
  ],
  refusals: {
    failover:
      'a cluster has several primaries; the fault cluster-failover names the one to replace',
    sentinels: 'the nodes of a cluster watch each other; redis-sentinel has Sentinels',
    replication: 'a cluster refuses REPLICAOF',
    membership: 'nodes are not taken out of a cluster yet',
  },
  faults: CLUSTER_FAULTS,
  refusalsWith,
  defaults: CLUSTER_DEFAULTS,
  changedSettings(given) {
    const options = { ...CLUSTER_DEFAULTS, ...given };
    const settings = [...CLUSTER_SETTINGS, ...SERVER_SETTINGS];
    const needed = [...NEEDED_SETTINGS, ...NEEDED_BY_CLUSTER];
    const links = { name: 'tls-cluster', value: 'yes', default: 'no', option: 'tls' };
    return [
      ...accessSettings(options),
      ...(options.tls ? [links] : []),
      ...changedSettings(settings, options, needed),
    ];
  },
  layout: clusterLayout,
  create(context) {
    const names = context.nodes.map(({ name }) => name);
    const options = clusterOptions(context.options, names.length);
    const access = newAccess(
      options,
      context.nodes.map(({ address }) => address),
    );
    const shards = shardsOf(options, names);
    return new RedisSystem(context, {
      dataFiles: dataFileKinds(options),
      access,
      wait: waitOf(options),
      layout: { data: names, watchers: [] },
      config: (_topology, node) => clusterConfig(options, node.address, access),
      setUp: (parts) => setUpCluster(parts, shards),
      health: clusterHealth,
      configurations: configurationsInCluster,
      clients: clusterClients,
      capabilities: (parts) => ({
        primaries: clusterPrimaries(parts.topology, parts.members),
        ...SHARDING.offer(clusterSharding(parts, access.servers)),
      }),
    });
  },
};
