import { EnvironmentError, messageOf } from '../../../harness/index.js';
import type { Logins } from '../access/access.js';
import type { MovedSlots, Sharding, ShardView, TakeoverMode } from '../capabilities.js';
import { SERVER } from '../configuration/layout.js';
import type { AdminConnection } from '../connection/admin.js';
import type { RunParts } from '../membership/group-parts.js';
import { askClusterView, type Peer, selfIn } from './cluster-view.js';
import { hashSlot } from './hash-slot.js';
import { setSlot } from './set-slot.js';

const KEYS_PER_MIGRATE = 50;
const MIGRATE_TIMEOUT_MS = 700;
const KEYS_PER_SCAN = 1000;
/** A scan that is to find slots with keys need not see every key. */
const SCANS = 20;

const WORD = { default: [], force: ['FORCE'], takeover: ['TAKEOVER'] } as const satisfies Readonly<
  Record<TakeoverMode, readonly string[]>
>;

/**
 * What an administrator does to a cluster, by its own commands.
 * @param logins by which a node that moves keys is known to the other one; `null` where it asks for nothing.
 */
export function clusterSharding(parts: RunParts, logins: Logins | null): Sharding {
  const { topology, members } = parts;
  const server = (node: string): AdminConnection => {
    const admin = members.servers.get(node);
    if (admin === undefined) throw new RangeError(`no server on ${node}`);
    return admin;
  };
  return {
    async view(node): Promise<ShardView> {
      const view = await askClusterView(server(node));
      const self = ownLine(node, selfIn(view));
      const followed = view.peers.find(({ id }) => id === self.follows);
      return {
        servesSlots: self.flags.has('master') && self.slots.length > 0,
        slots: slotsOf(self),
        follows: followed === undefined ? null : topology.nameOf(followed.address),
        configEpoch: self.configEpoch,
      };
    },

    async takeOver(node, mode) {
      await server(node).order('CLUSTER', 'FAILOVER', ...WORD[mode]);
    },

    async moveSlots(from, to, count): Promise<MovedSlots> {
      const [source, target] = [server(from), server(to)];
      const [sourceView, targetView] = await Promise.all([
        askClusterView(source),
        askClusterView(target),
      ]);
      const sourceLine = ownLine(from, selfIn(sourceView));
      const ids = { from: sourceLine.id, to: ownLine(to, selfIn(targetView)).id };
      const slots = await withKeysFirst(source, slotsOf(sourceLine), count);
      let keys = 0;
      for (const slot of slots) {
        await setSlot(target, parts, slot, 'IMPORTING', ids.from);
        await setSlot(source, parts, slot, 'MIGRATING', ids.to);
        keys += await moveKeys(source, topology.addressOf.get(to) ?? '', slot, loginWords(logins));
        // First the one that takes it: between the two orders nobody would serve the slot otherwise.
        await setSlot(target, parts, slot, 'NODE', ids.to);
        await setSlot(source, parts, slot, 'NODE', ids.to);
      }
      return { slots, keys };
    },
  };
}

function ownLine(node: string, self: Peer | undefined): Peer {
  if (self !== undefined) return self;
  throw new EnvironmentError({
    code: 'E_REDIS_CLUSTER',
    expected: `${node} to be a node of a cluster`,
    actual: 'CLUSTER NODES names no node "myself"',
    advice: 'see its log',
  });
}

function slotsOf({ slots }: Peer): readonly number[] {
  return slots.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
}

async function withKeysFirst(
  source: AdminConnection,
  slots: readonly number[],
  count: number,
): Promise<readonly number[]> {
  const held = new Set<number>();
  let cursor = '0';
  for (let scan = 0; scan < SCANS && held.size < count; scan += 1) {
    const reply = await source.ask('SCAN', cursor, 'COUNT', KEYS_PER_SCAN);
    const [next, keys] = reply as readonly [string, readonly string[]];
    for (const key of keys) held.add(hashSlot(key));
    cursor = next;
    if (cursor === '0') break;
  }
  const withKeys = slots.filter((slot) => held.has(slot));
  return [...withKeys, ...slots.filter((slot) => !held.has(slot))].slice(0, count);
}

/** In the words of MIGRATE. */
function loginWords(logins: Logins | null): readonly string[] {
  if (logins === null) return [];
  const { user, password } = logins.harness;
  return user === null ? ['AUTH', password] : ['AUTH2', user, password];
}

/** Moves all keys of a slot that is being migrated; those that are written meanwhile go to its target. */
async function moveKeys(
  source: AdminConnection,
  host: string,
  slot: number,
  login: readonly string[],
): Promise<number> {
  for (let moved = 0; ;) {
    const keys = await source.ask('CLUSTER', 'GETKEYSINSLOT', slot, KEYS_PER_MIGRATE);
    if (!Array.isArray(keys) || keys.length === 0) return moved;
    const names = keys.map(String);
    try {
      const target = [host, SERVER.port, '', 0, MIGRATE_TIMEOUT_MS, ...login] as const;
      await source.order('MIGRATE', ...target, 'KEYS', ...names);
    } catch (thrown) {
      throw new EnvironmentError({
        code: 'E_REDIS_MIGRATE',
        expected: `the keys of slot ${slot} to be moved to ${host}`,
        actual: `MIGRATE said: ${messageOf(thrown)}; the slot stays open`,
        advice: 'see whether both nodes served their clients',
        cause: thrown,
      });
    }
    moved += names.length;
  }
}
