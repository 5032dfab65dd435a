import type { NodeAddress, RoleAnswer, WitnessAnswer } from '../../harness/index.js';
import { CLIENT_PORT, Gateway } from './gateway/gateway.js';
import { get, requests, transact } from './gateway/kv.js';
import { type Status, statusAnswer } from './gateway/messages.js';

const ASK_TIMEOUT_MS = 1500;
const PROBE = 'faultline/probe';

/** The names of the nodes by the ids of their members; a new member of a node has an id of its own. */
export type Members = Map<string, string>;

/** What a member says of itself, whether it has a leader or not. */
export function statusOf(gateway: Gateway, signal?: AbortSignal): Promise<Status> {
  return gateway.ask('/v3/maintenance/status', {}, statusAnswer, signal);
}

/** Asks over a connection of its own; the bound is for all that is asked over it together. */
export async function asked<Answer>(
  node: NodeAddress,
  ask: (gateway: Gateway) => Promise<Answer>,
): Promise<Answer> {
  const gateway = new Gateway(node.address, CLIENT_PORT, AbortSignal.timeout(ASK_TIMEOUT_MS));
  try {
    return await ask(gateway);
  } finally {
    gateway.close();
  }
}

/** Whether a member has a leader, by what it says itself. */
export async function hasLeader(node: NodeAddress): Promise<boolean> {
  return (await asked(node, (gateway) => statusOf(gateway))).leader !== '0';
}

/** Asks every node which member it is. */
export async function membersOf(nodes: readonly NodeAddress[]): Promise<Members> {
  const named = nodes.map(async (node) => {
    const { header } = await asked(node, (gateway) => statusOf(gateway));
    return [header.member_id, node.name] as const;
  });
  return new Map(await Promise.all(named));
}

export async function roleOf(node: NodeAddress, members: Members): Promise<RoleAnswer> {
  return roleIn(await asked(node, (gateway) => statusOf(gateway)), members);
}

function roleIn({ header, leader }: Status, members: Members): RoleAnswer {
  if (leader === header.member_id) return 'leader';
  const follows = members.get(leader);
  return follows === undefined ? 'follower' : { role: 'follower', follows };
}

/**
 * How far a member has come: the term of Raft that it knows, the revision that it has applied, and, of one that does not
 * lead, whether it has a leader; with its role.
 */
export async function witnessOf(node: NodeAddress, members: Members): Promise<WitnessAnswer> {
  const status = await asked(node, (gateway) => statusOf(gateway));
  const { header, leader, raftTerm } = status;
  return {
    role: roleIn(status, members),
    epoch: raftTerm,
    offset: header.revision,
    ...(leader !== header.member_id && { linkUp: leader !== '0' }),
  };
}

export async function versionOf(node: NodeAddress): Promise<string> {
  return (await asked(node, (gateway) => statusOf(gateway))).version;
}

/** Proves that a member answers a linearizable read. @throws what {@link Gateway.ask} throws where it does not. */
export async function proveServing(node: NodeAddress): Promise<void> {
  await asked(node, (gateway) => get(gateway, PROBE));
}

/** Proves that what is written over one member is read from each, and takes it away again. */
export async function proveReplication(nodes: readonly NodeAddress[]): Promise<void> {
  const [first] = nodes;
  if (first === undefined) return;
  await write(first, [requests.put(PROBE, first.name)]);
  for (const node of nodes) {
    const seen = await asked(node, (gateway) => get(gateway, PROBE));
    if (seen?.value !== first.name) throw new Error(`${node.name} did not read what was written`);
  }
  await write(first, [requests.remove(PROBE)]);
}

async function write(node: NodeAddress, success: Parameters<typeof transact>[1]['success']) {
  await asked(node, (gateway) => transact(gateway, { compare: [], success }));
}

/**
 * What is missing until every member follows one leader and has applied all that is agreed upon, which a linearizable read
 * of it proves.
 */
export async function missingOf(nodes: readonly NodeAddress[]): Promise<readonly string[]> {
  const looks = await Promise.all(
    nodes.map(async (node) => {
      try {
        return await asked(node, async (gateway) => {
          const { leader } = await statusOf(gateway);
          if (leader === '0') return { reason: `${node.name} knows no leader` };
          await get(gateway, PROBE);
          return { leader };
        });
      } catch (thrown) {
        return { reason: `${node.name} does not answer: ${String(thrown)}` };
      }
    }),
  );
  const reasons = looks.flatMap(({ reason }) => reason ?? []);
  const leaders = new Set(looks.flatMap(({ leader }) => leader ?? []));
  return leaders.size > 1 ? [...reasons, 'the members follow different leaders'] : reasons;
}
