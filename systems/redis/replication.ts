import type { SystemDefinition } from '../../harness/index.js';
import { newAccess } from './access/access.js';
import { redisClient } from './clients/redis-client.js';
import { groupClients } from './clients/redis-clients.js';
import { accessSettings } from './configuration/access-config.js';
import { changedSettings, NEEDED_SETTINGS, SERVER_SETTINGS } from './configuration/settings.js';
import { serverConfig } from './configuration/server-config.js';
import { dataFileKinds } from './data/kinds.js';
import { refusalsWith } from './refusals.js';
import { SERVER_FAULTS } from './faults/index.js';
import { failoverByHand } from './failover.js';
import { groupHealth } from './health.js';
import { REPLICATION_DEFAULTS, replicationLayout, replicationOptions, waitOf } from './options.js';
import { primariesByRole } from './primaries.js';
import { RedisSystem } from './redis-system.js';
import { imageOfVersion, REDIS_IMAGE } from './image.js';
import { groupCapabilities } from './membership/group-capabilities.js';
import type { GroupParts } from './membership/group-parts.js';
import { REDIS_ROLES } from './roles.js';
import { setUpGroup } from './setup.js';

/** One primary with replicas; nothing promotes a replica but an administrator. */
export const redisReplication: SystemDefinition = {
  name: 'redis-replication',
  summary: 'Redis: one primary with asynchronous replicas, failover by hand',
  runsOn: 'containers',
  image: REDIS_IMAGE,
  imageWith: imageOfVersion,
  defaultNodeCount: 3,
  client: redisClient,
  roles: REDIS_ROLES,
  clientModes: ['primary', 'pinned'],
  capabilities: [
    'links',
    'traffic',
    'machine',
    'power',
    'disks',
    'files',
    'dataFiles',
    'primaries',
    'failover',
    'processes',
    'descriptors',
    'clocks',
    'serving',
    'administration',
    'replication',
    'membership',
  ],
  refusals: { sentinels: 'nothing watches this cluster; redis-sentinel has Sentinels' },
  faults: SERVER_FAULTS,
  refusalsWith,
  defaults: REPLICATION_DEFAULTS,
  changedSettings(given) {
    const options = { ...REPLICATION_DEFAULTS, ...given };
    return [
      ...accessSettings(options),
      ...changedSettings(SERVER_SETTINGS, options, NEEDED_SETTINGS),
    ];
  },
  layout: replicationLayout,
  create(context) {
    const options = replicationOptions(context.options);
    const access = newAccess(
      options,
      context.nodes.map(({ address }) => address),
    );
    return new RedisSystem(context, {
      dataFiles: dataFileKinds(options),
      layout: { data: context.nodes.map(({ name }) => name), watchers: [] },
      access,
      wait: waitOf(options),
      config(topology, node) {
        const { nodes } = topology;
        const position = nodes.indexOf(node);
        const source = position === 0 ? undefined : nodes[options.chained ? position - 1 : 0];
        return serverConfig(options, node.address, source?.address ?? null, { access });
      },
      setUp: setUpGroup,
      health: (topology, members) => groupHealth(topology, members, options.chained),
      clients: groupClients,
      capabilities(parts) {
        const { topology, members } = parts;
        const group: GroupParts = {
          ...parts,
          joinConfig: (node, _program, primary) =>
            serverConfig(options, node.address, primary, { access }),
        };
        return {
          ...groupCapabilities(group, primariesByRole(topology, members)),
          failover: failoverByHand(topology, members),
        };
      },
    });
  },
};
