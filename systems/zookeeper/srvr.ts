import { connect } from 'node:net';
import type { NodeAddress } from '../../harness/index.js';
import { askWithin } from './ask-within.js';
import { CLIENT_PORT } from './protocol/session.js';

const ASK_TIMEOUT_MS = 1500;

/** What a server says of itself. */
export interface ServerView {
  /** Absent while it looks for a leader, and serves nobody. */
  readonly mode?: string;
  /** `3.8.0`. */
  readonly version?: string;
  /** The last transaction that it has applied; absent with the mode. */
  readonly zxid?: number;
}

/**
 * Asks a server by the command `srvr`, which it answers without a session. @throws an Error that names the server.
 * @see https://zookeeper.apache.org/doc/r3.8.0/zookeeperAdmin.html#sc_4lw
 */
export function askServer(node: NodeAddress): Promise<ServerView> {
  return askWithin(node, ASK_TIMEOUT_MS, (signal) => viewOf(node, signal));
}

async function viewOf({ address }: NodeAddress, signal: AbortSignal): Promise<ServerView> {
  const socket = connect({ host: address, port: CLIENT_PORT });
  const late = (): void => {
    socket.destroy(new Error('it was given up'));
  };
  signal.addEventListener('abort', late, { once: true });
  try {
    socket.write('srvr');
    let text = '';
    for await (const piece of socket) text += String(piece);
    return viewIn(text);
  } finally {
    signal.removeEventListener('abort', late);
    socket.destroy();
  }
}

/** What the answer to `srvr` says. */
export function viewIn(text: string): ServerView {
  const mode = /^Mode: (\w+)$/m.exec(text)?.[1];
  const version = /^Zookeeper version: (\d+(?:\.\d+)+)/m.exec(text)?.[1];
  const zxid = /^Zxid: (0x[0-9a-f]+)$/m.exec(text)?.[1];
  return {
    ...(mode === undefined ? {} : { mode }),
    ...(version === undefined ? {} : { version }),
    ...(zxid === undefined ? {} : { zxid: Number(zxid) }),
  };
}

/** The epoch of the leader that made a transaction stands in the upper half of its zxid. */
export function epochOf(zxid: number): number {
  return Math.floor(zxid / 2 ** 32);
}
