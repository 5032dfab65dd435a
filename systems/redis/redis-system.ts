import {
  type Capabilities,
  type ClientMode,
  clientSource,
  type ClientSource,
  type Clock,
  type DataType,
  type Health,
  type Node,
  type NodeLayout,
  type NodeLog,
  type Primaries,
  type RoleView,
  type Witnessed,
  type WitnessView,
  type System,
  type StoreEvent,
  type SystemContext,
} from '../../harness/index.js';
import type { Access } from './access/access.js';
import { redisAdministration } from './administration/administration.js';
import { ADMINISTRATION } from './capabilities.js';
import { redisClient } from './clients/redis-client.js';
import type { ClientTopology } from './clients/client-topology.js';
import type { RedisClients } from './clients/redis-clients.js';
import type { Program } from './configuration/layout.js';
import { type AdminConnection, type Admins, askAll } from './connection/admin.js';
import { redisClocks } from './clocks.js';
import { RedisDataFiles } from './data/data-files.js';
import type { Wait } from './connection/waiting-redis.js';
import type { DataFileKind } from './data/kinds.js';
import type { RunParts } from './membership/group-parts.js';
import { Members } from './membership/members.js';
import { sentinelEvents } from './observation/sentinel-events.js';
import type { SentinelListener } from './connection/sentinel-listener.js';
import type { ToldConfiguration } from './observation/leadership.js';
import { askReplicationInfo, parseInfo } from './observation/replication-info.js';
import { RedisProcesses } from './processes.js';
import type { SetupParts } from './setup.js';
import { adminsOf, clientTopologyOf, type Topology, topologyOf } from './topology.js';

/** What makes one kind of Redis cluster differ from another. */
export interface RedisVariant {
  /** Servers and Sentinels. */
  readonly layout: NodeLayout;
  /** What the servers keep their data in; nothing where they keep none. */
  readonly dataFiles: readonly DataFileKind[];
  readonly config: (topology: Topology, node: Node, program: Program) => string;
  /** Starts the programs, and proves that they are one whole. */
  readonly setUp: (parts: SetupParts) => Promise<void>;
  /** Looks once whether they still are. */
  readonly health: (topology: Topology, members: Admins) => Promise<Health>;
  readonly access: Access;
  /** What clients wait for after each write. */
  readonly wait: Wait | null;
  /** Which configuration the nodes know: its epoch, and who leads, or serves what; absent where there are no epochs. */
  readonly configurations?: (
    topology: Topology,
    members: Admins,
  ) => Promise<ReadonlyMap<string, ToldConfiguration>>;
  readonly clients: (topology: ClientTopology, clock: Clock, wait: Wait | null) => RedisClients;
  readonly capabilities: (parts: RunParts) => Capabilities & { readonly primaries: Primaries };
}

async function askVersion(connection: AdminConnection): Promise<string> {
  const info = parseInfo(String(await connection.ask('INFO', 'server')));
  const valkey = info.get('valkey_version');
  // Valkey says under `redis_version` which Redis it can stand in for.
  return valkey === undefined ? (info.get('redis_version') ?? '') : `Valkey ${valkey}`;
}

/** Servers of Redis, with or without Sentinels, on the nodes of one run. */
export class RedisSystem implements System {
  readonly capabilities: Capabilities;
  readonly #context: SystemContext;
  readonly #variant: RedisVariant;
  readonly #topology: Topology;
  readonly #members: Members;
  readonly #processes: RedisProcesses;
  readonly #withClocks: boolean;
  /** Those of the administration that are open now. */
  readonly #ownConnections = new Set<AdminConnection>();
  readonly #clients: RedisClients;
  #listener: SentinelListener | null = null;

  constructor(context: SystemContext, variant: RedisVariant) {
    this.#context = context;
    this.#variant = variant;
    this.#topology = topologyOf(context.nodes, variant.layout);
    const { access, wait } = variant;
    const clientTopology = clientTopologyOf(this.#topology, access);
    this.#clients = variant.clients(clientTopology, context.clock, wait);
    this.#members = new Members(adminsOf(this.#topology, context.clock, access));
    this.#withClocks = context.capabilitiesNeeded.includes('clocks');
    this.#processes = new RedisProcesses(context.nodes, this.#topology.programs, this.#withClocks);
    const parts: RunParts = {
      topology: this.#topology,
      members: this.#members,
      processes: this.#processes,
      clock: context.clock,
      signal: context.signal,
    };
    const administration = redisAdministration(this.#topology, this.#members, this.#ownConnections);
    this.capabilities = {
      ...variant.capabilities(parts),
      processes: this.#processes,
      descriptors: this.#processes,
      ...ADMINISTRATION.offer(administration),
      serving: administration,
      ...(variant.dataFiles.length === 0 ? {} : { dataFiles: this.#dataFiles() }),
      ...(this.#withClocks
        ? { clocks: redisClocks(this.#topology, this.#members, context.clock) }
        : {}),
    };
  }

  #dataFiles(): RedisDataFiles {
    const { servers } = this.#members.all;
    return new RedisDataFiles(
      this.#variant.dataFiles,
      this.#context.nodes,
      servers,
      this.#processes,
    );
  }

  setup(): Promise<void> {
    return this.#variant.setUp({
      topology: this.#topology,
      admins: this.#members,
      processes: this.#processes,
      clock: this.#context.clock,
      signal: this.#context.signal,
      logs: this.logs(),
      health: () => this.health(),
      certificate: this.#variant.access.certificate,
      withClocks: this.#withClocks,
      config: (node, program) => this.#variant.config(this.#topology, node, program),
    });
  }

  health(): Promise<Health> {
    return this.#variant.health(this.#topology, this.#members);
  }

  async roles(): Promise<readonly RoleView[]> {
    return (await this.#look()).roles;
  }

  async #look() {
    const { servers, sentinels } = this.#members.all;
    const watchersOnly = new Map([...sentinels].filter(([node]) => !servers.has(node)));
    const [views, answers] = await Promise.all([
      askAll(servers, askReplicationInfo),
      askAll(watchersOnly, (sentinel) => sentinel.ask('PING')),
    ]);
    const roles = [...views].map(([node, view]): RoleView => {
      if (view === null) return { node, role: 'unreachable' };
      if (view.follows === null) return { node, role: view.role };
      return { node, role: view.role, follows: this.#topology.nameOf(view.follows) };
    });
    const watching = [...answers].map(([node, answer]): RoleView => ({
      node,
      role: answer === null ? 'unreachable' : 'sentinel',
    }));
    return { views, roles: [...roles, ...watching] };
  }

  async witness(): Promise<Witnessed> {
    const [{ views, roles }, configurations] = await Promise.all([
      this.#look(),
      this.#variant.configurations?.(this.#topology, this.#members),
    ]);
    const nodes = this.#topology.nodes.flatMap(({ name: node }): WitnessView[] => {
      const [view, configuration] = [views.get(node) ?? null, configurations?.get(node)];
      if (view === null) return configuration === undefined ? [] : [{ node, ...configuration }];
      const { replicationId: stream, offset, left, linkUp, follows } = view;
      return [
        {
          node,
          ...configuration,
          stream,
          offset,
          ...(left !== null && { left }),
          ...(follows !== null && { linkUp }),
        },
      ];
    });
    return { roles, nodes };
  }

  async listen(tell: (event: StoreEvent) => void): Promise<void> {
    const { clock } = this.#context;
    this.#listener = sentinelEvents(this.#topology, this.#variant.access, clock, tell);
    await this.#listener.start();
  }

  async versions(): Promise<Readonly<Record<string, string>>> {
    const versions: Record<string, string> = {};
    for (const [program, connections] of [
      ['redis-server', this.#members.servers],
      ['redis-sentinel', this.#members.sentinels],
    ] as const) {
      const answers = await askAll(connections, askVersion);
      const found = [...new Set([...answers.values()].filter((answer) => answer !== null))];
      if (found.length > 0) versions[program] = found.join(', ');
    }
    return versions;
  }

  clients(dataType: DataType, mode: ClientMode): ClientSource {
    const { nodes, options, clock } = this.#context;
    const store = this.#clients;
    return clientSource({ client: redisClient, dataType, mode, nodes, options, store, clock });
  }

  logs(): readonly NodeLog[] {
    return this.#topology.nodes.flatMap((node) =>
      (this.#topology.programs.get(node.name) ?? []).map(({ logFile }) => ({
        node: node.name,
        file: logFile.slice(logFile.lastIndexOf('/') + 1),
        read: (tail_bytes: number) => node.readFile(logFile, tail_bytes),
      })),
    );
  }

  async teardown(): Promise<void> {
    this.#clients.stop();
    this.#listener?.close();
    const connections = [
      ...this.#members.all.servers.values(),
      ...this.#members.all.sentinels.values(),
      ...this.#ownConnections,
    ];
    await Promise.all(connections.map((connection) => connection.close()));
  }
}
