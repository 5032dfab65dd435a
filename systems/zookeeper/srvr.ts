import { connect } from 'node:net';
import type { NodeAddress } from '../../harness/index.js';
import { CLIENT_PORT } from './protocol/session.js';

const ASK_TIMEOUT_MS = 1500;

/** What a server says of itself. */
export interface ServerView {
  /** Absent while it looks for a leader, and serves nobody. */
  readonly mode?: string;
  /** `3.8.0`. */
  readonly version?: string;
}

/**
 * Asks a server by the command `srvr`, which it answers without a session.
 * @see https://zookeeper.apache.org/doc/r3.8.0/zookeeperAdmin.html#sc_4lw
 */
export async function askServer({ name, address }: NodeAddress): Promise<ServerView> {
  const socket = connect({ host: address, port: CLIENT_PORT });
  const signal = AbortSignal.timeout(ASK_TIMEOUT_MS);
  const late = (): void => {
    socket.destroy(new Error(`${name} did not answer within ${ASK_TIMEOUT_MS} ms`));
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
  return {
    ...(mode === undefined ? {} : { mode }),
    ...(version === undefined ? {} : { version }),
  };
}
