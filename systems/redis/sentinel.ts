import type { Node, SystemDefinition } from '../../harness/index.js';
import { SENTINELS } from './capabilities.js';
import { newAccess } from './access/access.js';
import { redisClient } from './clients/redis-client.js';
import { groupClients } from './clients/redis-clients.js';
import { SERVER } from './configuration/layout.js';
import { sentinelConfig, sentinelId } from './configuration/sentinel-config.js';
import { accessSettings, sentinelAccessSettings } from './configuration/access-config.js';
import {
  changedSettings,
  NEEDED_BY_SENTINELS,
  NEEDED_SETTINGS,
  PRIORITY_SETTING,
  SENTINEL_SETTINGS,
  SERVER_SETTINGS,
} from './configuration/settings.js';
import { serverConfig } from './configuration/server-config.js';
import { dataFileKinds } from './data/kinds.js';
import { refusalsWith } from './refusals.js';
import { SENTINEL_FAULTS, SERVER_FAULTS } from './faults/index.js';
import { failoverBySentinels } from './failover.js';
import { groupHealth } from './health.js';
import { sentinelAdministration } from './administration/sentinel-administration.js';
import { sentinelMembership } from './membership/sentinel-membership.js';
import {
  prioritiesOf,
  SENTINEL_DEFAULTS,
  sentinelLayout,
  sentinelOptions,
  waitOf,
} from './options.js';
import { primariesBySentinels } from './primaries.js';
import { RedisSystem } from './redis-system.js';
import { imageOfVersion, REDIS_IMAGE } from './image.js';
import { groupCapabilities } from './membership/group-capabilities.js';
import { leadershipsBySentinels } from './observation/leadership.js';
import type { GroupParts } from './membership/group-parts.js';
import { REDIS_ROLES } from './roles.js';
import { setUpGroup } from './setup.js';

/** One primary with replicas, watched by Sentinels that promote a replica when it is gone. */
export const redisSentinel: SystemDefinition = {
  name: 'redis-sentinel',
  summary: 'Redis: one primary with asynchronous replicas, failover by Sentinels',
  runsOn: 'containers',
  image: REDIS_IMAGE,
  imageWith: imageOfVersion,
  defaultNodeCount: 3,
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
    'failover',
    'processes',
    'descriptors',
    'clocks',
    'serving',
    'administration',
    'replication',
    'membership',
    'sentinels',
  ],
  faults: [...SERVER_FAULTS, ...SENTINEL_FAULTS],
  refusalsWith,
  defaults: SENTINEL_DEFAULTS,
  changedSettings(given) {
    const options = { ...SENTINEL_DEFAULTS, ...given };
    const settings = [...SENTINEL_SETTINGS, PRIORITY_SETTING, ...SERVER_SETTINGS];
    const needed = [...NEEDED_SETTINGS, ...NEEDED_BY_SENTINELS];
    return [
      ...accessSettings(options),
      ...sentinelAccessSettings(options.auth),
      ...changedSettings(settings, options, needed),
    ];
  },
  layout: (options, nodes) => sentinelLayout(sentinelOptions(options, nodes.length), nodes),
  create(context) {
    const options = sentinelOptions(context.options, context.nodes.length);
    const names = context.nodes.map(({ name }) => name);
    const priorities = prioritiesOf(options);
    const access = newAccess(
      options,
      context.nodes.map(({ address }) => address),
    );
    const server = (node: Node, follows: string | null): string => {
      const priority = priorities[names.indexOf(node.name)];
      const particulars = { access, watched: true, ...(priority !== undefined && { priority }) };
      return serverConfig(options, node.address, follows, particulars);
    };
    return new RedisSystem(context, {
      access,
      wait: waitOf(options),
      dataFiles: dataFileKinds(options),
      layout: sentinelLayout(options, names),
      config: (topology, node, program) => {
        const [primary, ...replicas] = topology.dataNodes.map((one) => one.address);
        if (primary === undefined) throw new RangeError('a cluster needs a node');
        if (program === SERVER) {
          return server(node, node.address === primary ? null : primary);
        }
        const peers = {
          primary,
          replicas,
          sentinels: topology.sentinelNodes.map((one, i) => ({
            address: one.address,
            id: sentinelId(i),
          })),
        };
        return sentinelConfig(options, node.address, peers, access);
      },
      setUp: setUpGroup,
      health: (topology, members) => groupHealth(topology, members, false),
      configurations: leadershipsBySentinels,
      clients: groupClients,
      capabilities(parts) {
        const { topology, members } = parts;
        const group: GroupParts = {
          ...parts,
          joinConfig: (node, program, primary) =>
            program === SERVER
              ? server(node, primary)
              : sentinelConfig(
                  options,
                  node.address,
                  { primary, replicas: [], sentinels: [] },
                  access,
                ),
        };
        const primaries = primariesBySentinels(topology, members);
        return {
          ...groupCapabilities(group, primaries),
          failover: failoverBySentinels(members),
          ...SENTINELS.offer(sentinelAdministration(group, sentinelMembership(group, primaries))),
        };
      },
    });
  },
};
