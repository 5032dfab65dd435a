import {
  type Capabilities,
  type ClientMode,
  clientSource,
  type ClientSource,
  type DataType,
  type Health,
  type Node,
  type NodeLayout,
  type NodeLog,
  type Primaries,
  type RoleView,
  type System,
  type SystemContext,
} from '../../harness/index.js';
import { redisAdministration } from './administration/administration.js';
import { replicationAdministration } from './administration/replication-administration.js';
import { ADMINISTRATION, MEMBERSHIP, REPLICATION } from './capabilities.js';
import { redisClient } from './clients/redis-client.js';
import { redisClients, type RedisClients } from './clients/redis-clients.js';
import type { Program } from './configuration/layout.js';
import { type AdminConnection, askAll } from './connection/admin.js';
import { redisClocks } from './clocks.js';
import { RedisDataFiles } from './data/data-files.js';
import type { DataFileKind } from './data/kinds.js';
import { healthOf } from './health.js';
import type { GroupParts } from './membership/group-parts.js';
import { Members } from './membership/members.js';
import { replicaMembership } from './membership/replica-membership.js';
import { askReplicationInfo, parseInfo } from './observation/replication-info.js';
import { RedisProcesses } from './processes.js';
import { setUp } from './setup.js';
import { adminsOf, clientTopologyOf, type Topology, topologyOf } from './topology.js';

/** What makes one kind of Redis cluster differ from another. */
export interface RedisVariant {
  /** Servers and Sentinels. */
  readonly layout: NodeLayout;
  /** What the servers keep their data in; nothing where they keep none. */
  readonly dataFiles: readonly DataFileKind[];
  readonly config: (topology: Topology, node: Node, program: Program) => string;
  /** That of a program which joins later, and knows the address of the primary only. */
  readonly joinConfig: (node: Node, program: Program, primary: string) => string;
  readonly capabilities: (parts: GroupParts) => Capabilities & { readonly primaries: Primaries };
}

async function askVersion(connection: AdminConnection): Promise<string> {
  return parseInfo(String(await connection.ask('INFO', 'server'))).get('redis_version') ?? '';
}

/** One primary with replicas, with or without Sentinels, on the nodes of one run. */
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

  constructor(context: SystemContext, variant: RedisVariant) {
    this.#context = context;
    this.#variant = variant;
    this.#topology = topologyOf(context.nodes, variant.layout);
    this.#clients = redisClients(clientTopologyOf(this.#topology), context.clock);
    this.#members = new Members(adminsOf(this.#topology, context.clock));
    this.#withClocks = context.capabilitiesNeeded.includes('clocks');
    this.#processes = new RedisProcesses(context.nodes, this.#topology.programs, this.#withClocks);
    const parts: GroupParts = {
      topology: this.#topology,
      members: this.#members,
      processes: this.#processes,
      clock: context.clock,
      signal: context.signal,
      joinConfig: variant.joinConfig,
    };
    const ofVariant = variant.capabilities(parts);
    const administration = redisAdministration(
      this.#topology,
      this.#members,
      context.clock,
      this.#ownConnections,
    );
    this.capabilities = {
      ...ofVariant,
      processes: this.#processes,
      descriptors: this.#processes,
      ...REPLICATION.offer(replicationAdministration(this.#topology, this.#members)),
      ...MEMBERSHIP.offer(replicaMembership(parts, ofVariant.primaries)),
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
    return setUp({
      topology: this.#topology,
      admins: this.#members,
      processes: this.#processes,
      clock: this.#context.clock,
      signal: this.#context.signal,
      logs: this.logs(),
      health: () => this.health(),
      withClocks: this.#withClocks,
      config: (node, program) => this.#variant.config(this.#topology, node, program),
    });
  }

  health(): Promise<Health> {
    return healthOf(this.#topology, this.#members);
  }

  async roles(): Promise<readonly RoleView[]> {
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
    return [...roles, ...watching];
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
    this.#clients.smart.stop();
    const connections = [
      ...this.#members.all.servers.values(),
      ...this.#members.all.sentinels.values(),
      ...this.#ownConnections,
    ];
    await Promise.all(connections.map((connection) => connection.close()));
  }
}
