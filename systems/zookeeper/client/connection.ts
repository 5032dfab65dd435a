import type { Clock, OpenRequest } from '../../../harness/index.js';
import { type Request, setData, sync } from '../protocol/request.js';
import { ZooKeeperSession } from '../protocol/session.js';
import type { ZooKeeperOptions } from '../options.js';
import { ROOTS } from '../tree.js';
import { WatchedNodes } from './watched-nodes.js';

/** What a client works with: a session with the server of its node. */
export interface Connection {
  readonly session: Pick<ZooKeeperSession, 'ask' | 'isOpen' | 'close'>;
  readonly clock: Clock;
  readonly reads: string;
  /** Locks that the session holds, and their tokens. */
  readonly held: Map<string, number>;
  readonly watched: WatchedNodes;
}

export async function connectionOf({
  node,
  options,
  clock,
  signal,
}: OpenRequest<unknown, ZooKeeperOptions>): Promise<Connection> {
  const { sessionTimeout_ms: timeout_ms, reads } = options;
  const session = await ZooKeeperSession.begin({
    address: node.address,
    timeout_ms,
    clock,
    signal,
  });
  return connectionOver(session, reads, clock);
}

/** What a client works with in a session that was begun. */
export function connectionOver(session: ZooKeeperSession, reads: string, clock: Clock): Connection {
  const watched = new WatchedNodes();
  session.onEvent = (event) => {
    watched.told(event);
  };
  return { session, reads, clock, held: new Map(), watched };
}

/**
 * Reads as the option `reads` says. What has to come first is sent right before: requests of a session take effect in their
 * order.
 */
export async function readBy<Answer>(
  { session, reads }: Connection,
  request: Request<Answer>,
): Promise<Answer> {
  if (reads === 'plain') return session.ask(request);
  const first: Promise<unknown> =
    reads === 'synced' ? session.ask(sync(ROOTS.reads)) : session.ask(setData(ROOTS.reads, ''));
  const [answer, before] = await Promise.allSettled([session.ask(request), first]);
  if (before.status === 'rejected') throw before.reason;
  if (answer.status === 'rejected') throw answer.reason;
  return answer.value;
}
