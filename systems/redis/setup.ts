import {
  AwaitTimeoutError,
  type Health,
  type Node,
  type NodeLog,
  poll,
  TRUE_CLOCK,
} from '../../harness/index.js';
import { CERTIFICATE_FILE, KEY_FILE } from './configuration/access-config.js';
import { type Program, SENTINEL, SERVER } from './configuration/layout.js';
import type { Certificate } from './access/certificate.js';
import { LOG_TAIL_BYTES, type ProgramParts, startProgram } from './program.js';
import { proveReplication } from './replication-proof.js';
import type { Topology } from './topology.js';

const SETUP_TIMEOUT_MS = 20_000;
const LOOK_EVERY_MS = 30;
const DISKLESS = 'repl-diskless-sync';

/** What a set-up works with. */
export interface SetupParts extends ProgramParts {
  readonly topology: Topology;
  readonly logs: readonly NodeLog[];
  readonly health: () => Promise<Health>;
  /** What each node shows and trusts; `null` where connections are not encrypted. */
  readonly certificate: Certificate | null;
  /** Whether the programs read their clocks from files. */
  readonly withClocks: boolean;
  /** The text of each program's configuration on a node. */
  readonly config: (node: Node, program: Program) => string;
}

/**
 * Configures and starts everything and proves that it works; the first server goes first, so that
 * its replicas meet it at their first attempt (the next one would be a second later).
 * @throws EnvironmentError when a program died; AwaitTimeoutError when the cluster did not become
 *   whole in time; both with the end of a log.
 */
export async function setUpGroup(parts: SetupParts): Promise<void> {
  const { topology } = parts;
  await configure(parts);
  const [first, ...replicas] = topology.dataNodes;
  if (first === undefined) throw new RangeError('a cluster needs a node');
  await startProgram(parts, first, SERVER);
  await withSyncByFile(parts, [first.name], async () => {
    await Promise.all([
      ...replicas.map((node) => startProgram(parts, node, SERVER)),
      ...topology.sentinelNodes.map((node) => startProgram(parts, node, SENTINEL)),
    ]);
    await becomeHealthy(parts);
  });
  await proveReplication(parts, first.name);
}

/**
 * Lets primaries begin the first full syncs at once, and sets the parameter back afterwards: what they
 * stream, they stream after `repl-diskless-sync-delay` only, 5 s by default.
 */
export async function withSyncByFile(
  { admins }: SetupParts,
  primaries: readonly string[],
  work: () => Promise<void>,
): Promise<void> {
  const servers = primaries.flatMap((primary) => admins.servers.get(primary) ?? []);
  const before = await Promise.all(servers.map((server) => server.ask('CONFIG', 'GET', DISKLESS)));
  const set = async (values: readonly string[]): Promise<void> => {
    await Promise.all(
      servers.map((server, i) => server.order('CONFIG', 'SET', DISKLESS, values[i] ?? 'yes')),
    );
  };
  await set(servers.map(() => 'no'));
  await work();
  await set(before.map((reply) => (reply as readonly string[])[1] ?? 'yes'));
}

/** Writes the configuration of every program, and the certificate. */
export async function configure(parts: SetupParts): Promise<void> {
  const { certificate, topology } = parts;
  if (certificate !== null) {
    await Promise.all(
      topology.nodes.map(async (node) => {
        await node.writeFile(CERTIFICATE_FILE, certificate.certificate);
        await node.writeFile(KEY_FILE, certificate.key);
      }),
    );
  }
  await Promise.all(
    topology.nodes.flatMap((node) =>
      (topology.programs.get(node.name) ?? []).map(async (program) => {
        await node.writeFile(program.configFile, parts.config(node, program));
        if (parts.withClocks) await node.writeFile(program.clockFile, TRUE_CLOCK);
      }),
    ),
  );
}

/**
 * Waits until the cluster is whole.
 * @throws AwaitTimeoutError with what was missing, and the end of a log.
 */
export async function becomeHealthy(parts: SetupParts): Promise<void> {
  const { clock, signal } = parts;
  const last: { reasons: readonly string[] } = { reasons: [] };
  const healthy = await poll(
    clock,
    { within_ms: SETUP_TIMEOUT_MS, every_ms: LOOK_EVERY_MS, signal },
    async () => {
      const health = await parts.health();
      if (health.healthy) return true;
      last.reasons = health.reasons;
      return null;
    },
  );
  if (healthy.reached) return;
  throw new AwaitTimeoutError({
    code: 'E_REDIS_UNHEALTHY',
    expected: 'a whole cluster: roles agree, links are up, all members know each other',
    actual: `after ${SETUP_TIMEOUT_MS} ms: ${last.reasons.join('; ')}\n${await tailOfLogs(parts, last.reasons)}`,
    advice: 'correct what the logs complain of',
  });
}

/** The ends of the logs of the nodes that the reasons name, else of the first node. */
async function tailOfLogs(parts: SetupParts, reasons: readonly string[]): Promise<string> {
  const named = parts.topology.nodes.find((node) =>
    reasons.some((reason) => reason.split(/\W/).includes(node.name)),
  );
  const node = named ?? parts.topology.nodes[0];
  const tails = parts.logs
    .filter((log) => log.node === node?.name)
    .map(
      async (log) => `${log.node} ${log.file}:
${await log.read(LOG_TAIL_BYTES)}`,
    );
  return (await Promise.all(tails)).join('\n');
}
