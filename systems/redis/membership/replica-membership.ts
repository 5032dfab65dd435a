import {
  AwaitTimeoutError,
  EnvironmentError,
  messageOf,
  poll,
  type Primaries,
} from '../../../harness/index.js';
import type { Membership } from '../capabilities.js';
import { SERVER } from '../configuration/layout.js';
import type { AdminConnection } from '../connection/admin.js';
import { follow } from '../follow.js';
import { askReplicationInfo, parseInfo } from '../observation/replication-info.js';
import { LOG_TAIL_BYTES, programGone, startProgram } from '../program.js';
import { awaitedPrimary } from './awaited-primary.js';
import { failoverOver } from './failover-over.js';
import { forgottenByServers, forgottenBySentinels } from './forgetting.js';
import { type GroupParts, nodeOf } from './group-parts.js';

const SYNC_TIMEOUT_MS = 60_000;
const LOOK_EVERY_MS = 50;

/** `$1` the server's folder; what it can load lies in it or in that of the append-only file. */
const LIST_DATA = `
cd "$1" && find . -type f '(' -path './appendonlydir/*' -o -path './*.rdb' ! -path './*/*' ')' -printf '%s %P\\n'
`;
/** How a server answers that can't end now. */
const REFUSED = /^ERR Errors trying to SHUTDOWN/;
const REFUSAL_TIMEOUT_MS = 10_000;
const WIPE_DATA = 'rm -rf "$1"/*.rdb "$1"/appendonlydir';

/** How many syncs a server has given since it was started. */
async function askSyncs(server: AdminConnection) {
  const stats = parseInfo(String(await server.ask('INFO', 'stats')));
  const count = (name: string): number => Number(stats.get(name) ?? 0);
  return { full: count('sync_full'), partial: count('sync_partial_ok') };
}

/**
 * Removes and adds replicas: the server is ended and forgotten, by the Sentinels through
 * `SENTINEL RESET`; it comes back with what lies on its disk, as a replica of the primary of that
 * moment.
 */
export function replicaMembership(parts: GroupParts, primaries: Primaries): Membership {
  const { clock, signal, members, processes, topology } = parts;
  const programs = { ...parts, admins: members.all };

  const serverOn = (node: string): AdminConnection => {
    const server = members.all.servers.get(node);
    if (server !== undefined) return server;
    throw new EnvironmentError({
      code: 'E_REDIS_NODE',
      expected: `a server on ${node}`,
      actual: `there are servers on ${[...members.all.servers.keys()].join(', ')}`,
      advice: 'name another node',
    });
  };

  const inFolder = async (node: string, script: string): Promise<string> => {
    const { exitCode, stdout, stderr } = await nodeOf(parts, node).exec([
      'sh',
      '-c',
      script,
      'sh',
      SERVER.folder,
    ]);
    if (exitCode === 0) return stdout;
    throw new EnvironmentError({
      code: 'E_REDIS_DATA',
      expected: `the data in ${SERVER.folder} of ${node} to be listed or removed`,
      actual: stderr.trim(),
      advice: 'see the state of the node’s disk',
    });
  };

  /** Waits until a replica has its link. */
  const synced = async (node: string, source: string): Promise<void> => {
    const bounds = { within_ms: SYNC_TIMEOUT_MS, every_ms: LOOK_EVERY_MS, signal };
    const linked = await poll(clock, bounds, async () => {
      const view = await askReplicationInfo(serverOn(node)).catch(() => null);
      return view?.linkUp === true ? true : null;
    });
    if (linked.reached) return;
    const tail = await nodeOf(parts, node).readFile(SERVER.logFile, LOG_TAIL_BYTES);
    throw new AwaitTimeoutError({
      code: 'E_REDIS_SYNC',
      expected: `${node} to have a link to ${source}`,
      actual: `there was none within ${SYNC_TIMEOUT_MS} ms; the end of its log:\n${tail?.trimEnd()}`,
      advice: 'correct what the log complains of',
    });
  };

  return {
    async remove(node, data) {
      const server = serverOn(node);
      // Until then it may be the one that is promoted.
      await failoverOver(parts, members.sentinels);
      const { role } = await askReplicationInfo(server);
      if (role === 'primary') {
        throw new EnvironmentError({
          code: 'E_REDIS_ROLE',
          expected: `${node} to be a replica when it is taken out`,
          actual: 'it is a primary',
          advice: 'let another node be promoted first: `failover`',
        });
      }
      members.leave(SERVER, node);
      // It ends without an answer; where it does not end, that is seen. A server that writes its first
      // append-only file after a sync refuses to end until the file is whole.
      const bounds = { within_ms: REFUSAL_TIMEOUT_MS, every_ms: LOOK_EVERY_MS, signal };
      const ended = await poll(clock, bounds, async () => {
        const said = await server
          .order('SHUTDOWN', data === 'kept' ? 'SAVE' : 'NOSAVE')
          .catch(messageOf);
        return REFUSED.test(String(said)) ? null : said;
      });
      await programGone(programs, node, SERVER).catch((thrown: unknown) => {
        throw new EnvironmentError({
          code: 'E_REDIS_END',
          expected: `the server on ${node} to end by SHUTDOWN`,
          actual: ended.reached ? `it said: ${String(ended.value)}` : 'it refused again and again',
          advice: 'see the end of its log',
          cause: thrown,
        });
      });
      if (data === 'wiped') await inFolder(node, WIPE_DATA);
      await forgottenByServers(parts, node);
    },

    forget: () => forgottenBySentinels(parts),

    async add(node) {
      const source = await awaitedPrimary(parts, primaries);
      const address = topology.addressOf.get(source) ?? '';
      if (!members.isOut(SERVER, node)) return { source, fullSyncs: 0, partialSyncs: 0 };
      const before = await askSyncs(serverOn(source));
      const isGone = (await processes.state(node, SERVER.name)) === 'gone';
      members.join(SERVER, node);
      if (isGone) {
        // Whom the file names may be another one than the primary of now.
        const on = nodeOf(parts, node);
        await on.writeFile(SERVER.configFile, parts.joinConfig(on, SERVER, address));
        await startProgram(programs, on, SERVER);
      } else await follow(serverOn(node), address);
      await synced(node, source);
      const after = await askSyncs(serverOn(source));
      return {
        source,
        fullSyncs: after.full - before.full,
        partialSyncs: after.partial - before.partial,
      };
    },

    async dataFiles(node) {
      const lines = (await inFolder(node, LIST_DATA)).split('\n').filter((line) => line !== '');
      return Object.fromEntries(
        lines.map((line): [string, number] => {
          const [size = '', ...name] = line.split(' ');
          return [name.join(' '), Number(size)];
        }),
      );
    },
  };
}
