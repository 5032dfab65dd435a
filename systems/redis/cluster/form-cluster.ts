import { AwaitTimeoutError, EnvironmentError, poll } from '../../../harness/index.js';
import { SERVER } from '../configuration/layout.js';
import { type AdminConnection, askAll } from '../connection/admin.js';
import { startProgram } from '../program.js';
import { becomeHealthy, configure, type SetupParts, withSyncByFile } from '../setup.js';
import type { Shard } from './cluster-options.js';
import { firstNodesFile, NODES_FILE } from './cluster-config.js';
import { askClusterView, selfIn } from './cluster-view.js';
import { equalRanges, hashSlot, type SlotRange } from './hash-slot.js';

const MEET_TIMEOUT_MS = 10_000;
const PROOF_TIMEOUT_MS = 5000;
const LOOK_EVERY_MS = 50;

/**
 * Starts the servers and makes them a cluster, as its specification says: config epochs that differ,
 * slots, introductions, replicas. Ends when it is proven whole and empty: a key of each primary was
 * read back from all nodes of its shard.
 * @throws EnvironmentError when a server died; AwaitTimeoutError when the cluster did not become whole.
 */
export async function setUpCluster(parts: SetupParts, shards: readonly Shard[]): Promise<void> {
  await configure(parts);
  await Promise.all(
    parts.topology.dataNodes.map(async (node, position) => {
      await node.writeFile(`${SERVER.folder}/${NODES_FILE}`, firstNodesFile(position));
      await startProgram(parts, node, SERVER);
    }),
  );
  const ranges = equalRanges(shards.length);
  await introduce(parts, shards, ranges);
  const primaries = shards.map(({ primary }) => primary);
  await withSyncByFile(parts, primaries, async () => {
    await Promise.all(shards.map((shard) => replicate(parts, shard)));
    await becomeHealthy(parts);
  });
  await Promise.all(
    shards.map((shard, i) => proveShard(parts, shard, ranges[i] ?? { from: 0, to: 0 })),
  );
}

function serverOf({ admins }: SetupParts, node: string): AdminConnection {
  const server = admins.servers.get(node);
  if (server === undefined) throw new RangeError(`no server on ${node}`);
  return server;
}

/** Deals out the slots, and lets every node know every other. */
async function introduce(
  parts: SetupParts,
  shards: readonly Shard[],
  ranges: readonly SlotRange[],
): Promise<void> {
  const { dataNodes } = parts.topology;
  await Promise.all(
    dataNodes.map(({ name }, i) =>
      serverOf(parts, name).order('CLUSTER', 'SET-CONFIG-EPOCH', i + 1),
    ),
  );
  await Promise.all(
    shards.map(({ primary }, i) => {
      const { from, to } = ranges[i] ?? { from: 0, to: -1 };
      const slots = Array.from({ length: to - from + 1 }, (_, at) => from + at);
      return serverOf(parts, primary).order('CLUSTER', 'ADDSLOTS', ...slots);
    }),
  );
  // Whoever met one node only hears of the others by and by.
  await Promise.all(
    dataNodes.map(async ({ name }, i) => {
      for (const other of dataNodes.slice(i + 1)) {
        await serverOf(parts, name).ask('CLUSTER', 'MEET', other.address, SERVER.port);
      }
    }),
  );
  await allKnown(parts);
}

async function allKnown({ admins, topology, clock, signal }: SetupParts): Promise<void> {
  const bounds = { within_ms: MEET_TIMEOUT_MS, every_ms: LOOK_EVERY_MS, signal };
  const last: { lacking: readonly string[] } = { lacking: [] };
  const met = await poll(clock, bounds, async () => {
    const views = await askAll(admins.servers, askClusterView);
    last.lacking = [...views].flatMap(([node, view]) => {
      const known = view?.peers.filter(({ flags }) => !flags.has('handshake')) ?? [];
      return known.length === topology.dataNodes.length ? [] : [`${node} knows ${known.length}`];
    });
    return last.lacking.length === 0 ? true : null;
  });
  if (met.reached) return;
  throw new AwaitTimeoutError({
    code: 'E_REDIS_CLUSTER',
    expected: `every node to know all ${topology.dataNodes.length} nodes`,
    actual: `after ${MEET_TIMEOUT_MS} ms ${last.lacking.join(', ')}`,
    advice: 'see the logs of these nodes, and whether they reach each other’s port 16379',
  });
}

async function replicate(parts: SetupParts, { primary, replicas }: Shard): Promise<void> {
  const id = selfIn(await askClusterView(serverOf(parts, primary)))?.id;
  if (id === undefined) {
    throw new EnvironmentError({
      code: 'E_REDIS_CLUSTER',
      expected: `${primary} to have an id in the cluster`,
      actual: 'CLUSTER NODES names no node "myself"',
      advice: 'see its log',
    });
  }
  await Promise.all(
    replicas.map((node) => serverOf(parts, node).order('CLUSTER', 'REPLICATE', id)),
  );
}

/** Writes a key of the shard, reads it from all of its nodes, removes it, and sees them empty. */
async function proveShard(
  parts: SetupParts,
  { primary, replicas }: Shard,
  { from, to }: SlotRange,
): Promise<void> {
  const key = keyWithin(from, to);
  const token = `${primary}:${parts.clock.now()}`;
  const seen = async (what: string, look: (server: AdminConnection) => Promise<boolean>) => {
    const bounds = { within_ms: PROOF_TIMEOUT_MS, every_ms: LOOK_EVERY_MS, signal: parts.signal };
    const polled = await poll(parts.clock, bounds, async () => {
      const answers = await Promise.all(
        [primary, ...replicas].map((node) => look(serverOf(parts, node)).catch(() => false)),
      );
      return answers.every(Boolean) ? true : null;
    });
    if (polled.reached) return;
    throw new AwaitTimeoutError({
      code: 'E_REDIS_PROOF',
      expected: `${what} on every node of the shard of ${primary}`,
      actual: `it was not so after ${PROOF_TIMEOUT_MS} ms`,
      advice: `see the logs of ${[primary, ...replicas].join(', ')}`,
    });
  };
  await serverOf(parts, primary).order('SET', key, token);
  await seen('the write to be read back', async (server) => {
    // Without it a replica sends whoever asks to the primary.
    await server.ask('READONLY');
    return (await server.ask('GET', key)) === token;
  });
  await serverOf(parts, primary).order('DEL', key);
  await seen('the data to be empty', async (server) => (await server.ask('DBSIZE')) === 0);
}

function keyWithin(from: number, to: number): string {
  for (let i = 0; ; i += 1) {
    const key = `faultline:proof:${i}`;
    const slot = hashSlot(key);
    if (slot >= from && slot <= to) return key;
  }
}
