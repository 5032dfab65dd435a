import {
  type Clock,
  messageOf,
  type NodeAddress,
  type WitnessAnswer,
} from '../../harness/index.js';
import { askWithin } from './ask-within.js';
import { create, getData, setData } from './protocol/request.js';
import { ZooKeeperSession } from './protocol/session.js';
import { askServer, epochOf, type ServerView } from './srvr.js';
import { ROOTS } from './tree.js';

const ASK_TIMEOUT_MS = 2000;
/** Longer, since a Java machine that has just been started is slow. */
const SETUP_TIMEOUT_MS = 10_000;
const SESSION_TIMEOUT_MS = 4000;

/** Whether a server follows a leader or leads, by what it says itself. */
export async function serves(node: NodeAddress): Promise<boolean> {
  return (await askServer(node)).mode !== undefined;
}

export async function roleOf(node: NodeAddress): Promise<string> {
  return roleIn(await askServer(node));
}

function roleIn({ mode = 'looking' }: ServerView): string {
  return mode;
}

/**
 * How far a server has come: its last transaction, the epoch of that, and, of one that does not lead, whether it has a
 * leader; with its role.
 */
export async function witnessOf(node: NodeAddress): Promise<WitnessAnswer> {
  const view = await askServer(node);
  const { mode, zxid } = view;
  return {
    role: roleIn(view),
    ...(zxid !== undefined && { epoch: epochOf(zxid), offset: zxid }),
    ...(mode !== 'leader' && mode !== 'standalone' && { linkUp: mode !== undefined }),
  };
}

export async function versionOf(node: NodeAddress): Promise<string> {
  return (await askServer(node)).version ?? 'unknown';
}

/** With whom a session is begun, and how long all may take that is done in it. */
export interface BoundedSession {
  readonly node: NodeAddress;
  readonly port?: number;
  readonly bound_ms: number;
  readonly clock: Clock;
}

/** Works in a session of its own, within a bound. @throws an Error that names the server. */
export function inSession<Result>(
  { node, bound_ms, ...rest }: BoundedSession,
  work: (session: ZooKeeperSession) => Promise<Result>,
): Promise<Result> {
  return askWithin(node, bound_ms, async (signal) => {
    const { address } = node;
    const request = { address, timeout_ms: SESSION_TIMEOUT_MS, signal, ...rest };
    const session = await ZooKeeperSession.begin(request);
    const end = (): void => {
      session.close();
    };
    signal.addEventListener('abort', end, { once: true });
    try {
      return await work(session);
    } finally {
      signal.removeEventListener('abort', end);
      session.close();
    }
  });
}

/** Makes the nodes below which clients store, and proves that what is written over one server is read from each. */
export async function prepareTree(nodes: readonly NodeAddress[], clock: Clock): Promise<void> {
  const [first] = nodes;
  if (first === undefined) return;
  const bound_ms = SETUP_TIMEOUT_MS;
  await inSession({ node: first, bound_ms, clock }, async (session) => {
    await Promise.all(Object.values(ROOTS).map((path) => session.ask(create(path, '0'))));
    await session.ask(setData(ROOTS.probe, first.name));
  });
  for (const node of nodes) {
    const { data } = await inSession({ node, bound_ms, clock }, async (session) => {
      await session.ask(setData(ROOTS.reads, ''));
      return session.ask(getData(ROOTS.probe));
    });
    if (data !== first.name) throw new Error(`${node.name} did not read what was written`);
  }
}

/**
 * What is missing until one server leads, all others follow, and each has all that a majority has agreed to: a write over it
 * is answered only then.
 */
export async function missingOf(
  nodes: readonly NodeAddress[],
  clock: Clock,
): Promise<readonly string[]> {
  const looks = await Promise.all(
    nodes.map(async (node) => {
      try {
        const role = await roleOf(node);
        if (role === 'looking') return { reason: `${node.name} looks for a leader` };
        await inSession({ node, bound_ms: ASK_TIMEOUT_MS, clock }, (session) =>
          session.ask(setData(ROOTS.reads, '')),
        );
        return { role };
      } catch (thrown) {
        return { reason: messageOf(thrown) };
      }
    }),
  );
  const reasons = looks.flatMap(({ reason }) => reason ?? []);
  const leaders = looks.filter(({ role }) => role === 'leader' || role === 'standalone').length;
  return leaders === 1 ? reasons : [...reasons, `${leaders} servers lead`];
}
