import { join } from 'node:path';
import {
  clientSource,
  defineConfig,
  InputError,
  poll,
  type RoleView,
  type JsonObject,
  type NodeAddress,
  type System,
  type SystemContext,
  type SystemDefinition,
} from 'faultline';
import { client, open } from './client.js';
import { scenarios } from './scenarios.js';
import {
  configure,
  leaderSeenBy,
  LOG,
  missingAt,
  processesOf,
  PROGRAM,
  versionOf,
} from './server.js';
import { makeStream } from './stream.js';

const DEFAULT_INTERVAL = '2m';
/** Each from the Debian release that has it: trixie and sid. */
const VERSIONS = ['2.10', '2.15'];
const [DEFAULT_VERSION = ''] = VERSIONS;
const INTERVAL = /^(?:always|\d+(?:ms|s|m))$/;

function imageOfVersion(version: string): { readonly folder: string } {
  return { folder: join(import.meta.dirname, `nats-${version}`) };
}

async function makeStreamFrom(nodes: readonly NodeAddress[]): Promise<readonly string[]> {
  const [first] = nodes;
  if (first === undefined) return ['there is no node'];
  const { connection, manager } = await open(first);
  try {
    await makeStream(manager, nodes.length);
    return [];
  } finally {
    await connection.close();
  }
}

async function roleOf(node: NodeAddress): Promise<RoleView> {
  try {
    const leader = await leaderSeenBy(node);
    if (leader === node.name) return { node: node.name, role: 'leader' };
    return { node: node.name, role: 'follower', ...(leader === '' ? {} : { follows: leader }) };
  } catch {
    return { node: node.name, role: 'unreachable' };
  }
}

function create({ nodes, options, clock, signal }: SystemContext): System {
  const processes = processesOf(nodes);
  const roles = () => Promise.all(nodes.map(roleOf));
  /** A leader that is cut off may still take itself for one. */
  const primary = async () => {
    const seen = (await roles()).map(({ node, role, follows }) =>
      role === 'leader' ? node : follows,
    );
    const isLeader = (name: string) => seen.filter((one) => one === name).length > nodes.length / 2;
    return nodes.find(({ name }) => isLeader(name))?.name ?? null;
  };
  const missing = async () => (await Promise.all(nodes.map(missingAt))).flat();
  const reasons = async () => [
    ...(await missing()),
    ...((await primary()) === null
      ? ['no majority of the nodes sees one leader of the stream']
      : []),
  ];
  /** Looks until nothing is missing any more. */
  const awaitNothing = async (look: () => Promise<readonly string[]>) => {
    const last: { missing: readonly string[] } = { missing: [] };
    const { reached } = await poll(
      clock,
      { within_ms: 30_000, every_ms: 100, signal },
      async () => {
        last.missing = await look().catch((thrown: unknown) => [String(thrown)]);
        return last.missing.length === 0 ? true : null;
      },
    );
    if (!reached) throw new Error(`NATS is not whole after 30 s: ${last.missing.join('; ')}`);
  };
  return {
    async setup() {
      for (const node of nodes) {
        await configure(node, nodes, String(options['syncInterval']));
        await processes.start(node.name, PROGRAM);
      }
      await awaitNothing(missing);
      // The servers are ready a little before they know that the others are.
      await awaitNothing(() => makeStreamFrom(nodes));
      await awaitNothing(reasons);
      // The stream shall be older than the interval of syncs: a loss of power must not take the stream itself.
      for (const node of nodes) await node.exec(['sync']);
    },
    async health() {
      const found = await reasons();
      return found.length === 0 ? { healthy: true } : { healthy: false, reasons: found };
    },
    roles,
    async versions() {
      const found = await Promise.all(nodes.map(versionOf));
      return { 'nats-server': [...new Set(found)].join(', ') };
    },
    clients: (dataType, mode) =>
      clientSource({ client, dataType, mode, nodes, options, store: undefined, clock }),
    logs: () =>
      nodes.map((node) => ({
        node: node.name,
        file: 'nats.log',
        read: (tail_bytes) => node.readFile(LOG, tail_bytes),
      })),
    capabilities: { processes, primaries: { primary } },
    teardown: async () => undefined,
  };
}

/** By hand, as an example of that; `defineSystem` could have disks that lose what was not synced, too. */
const nats: SystemDefinition = {
  name: 'nats',
  summary: 'NATS JetStream: a stream with three replicas, as logs and as a queue',
  runsOn: 'containers',
  image: imageOfVersion(DEFAULT_VERSION),
  imageWith: ({ version = DEFAULT_VERSION }) => imageOfVersion(String(version)),
  defaultNodeCount: 3,
  client,
  clientModes: ['pinned'],
  capabilities: ['links', 'traffic', 'machine', 'power', 'disks', 'processes', 'primaries'],
  /** `syncInterval`: how often a server syncs its files to the disk; `always` is before each answer. */
  defaults: { version: DEFAULT_VERSION, syncInterval: DEFAULT_INTERVAL },
  changedSettings: ({ syncInterval = DEFAULT_INTERVAL }: JsonObject) =>
    syncInterval === DEFAULT_INTERVAL
      ? []
      : [
          {
            name: 'sync_interval',
            value: String(syncInterval),
            default: DEFAULT_INTERVAL,
            option: 'syncInterval',
          },
        ],
  layout({ version = DEFAULT_VERSION, syncInterval = DEFAULT_INTERVAL }, nodes) {
    const isKnown = VERSIONS.includes(String(version));
    if (isKnown && INTERVAL.test(String(syncInterval)) && [3, 5].includes(nodes.length)) {
      return { data: nodes, watchers: [] };
    }
    throw new InputError({
      code: 'E_NATS_OPTIONS',
      expected: `version=${VERSIONS.join(' or ')}; syncInterval=always or a time such as 500ms, 2s, 2m; and 3 or 5 nodes`,
      actual: `version=${String(version)}, syncInterval=${String(syncInterval)} and ${nodes.length} nodes`,
      advice: 'correct --system-option version, --system-option syncInterval or --nodes',
    });
  },
  create,
};

export default defineConfig({ systems: [nats], scenarios });
