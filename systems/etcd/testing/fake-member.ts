import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Json, systemClock, wait } from '../../../harness/index.js';
import type { Session } from '../client/session.js';
import { Gateway } from '../gateway/gateway.js';

/** What a fake member does with a request. */
export type Reply =
  | { readonly status?: number; readonly body: Json }
  /** A stream of messages, which goes on after them; some come so long after the one before. */
  | { readonly messages: readonly (Json | Late)[] }
  /** Ends the connection instead of answering. */
  | 'end';

interface Late {
  readonly after_ms: number;
  readonly message: Json;
}

function isLate(message: Json | Late): message is Late {
  return typeof message === 'object' && message !== null && 'after_ms' in message;
}

async function stream(messages: readonly (Json | Late)[], response: ServerResponse): Promise<void> {
  for (const one of messages) {
    if (isLate(one)) await wait(systemClock(), one.after_ms);
    response.write(`${JSON.stringify(isLate(one) ? one.message : one)}\n`);
  }
}

/** A member that gives answers that were recorded of etcd 3.4.23, one to each request. */
export class FakeMember {
  readonly requests: { readonly path: string; readonly body: Json }[] = [];
  connections = 0;
  readonly #server: Server;
  readonly #port: number;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.#port = port;
  }

  static async start(replies: readonly Reply[]): Promise<FakeMember> {
    const left = [...replies];
    const server = createServer((request, response) => {
      let text = '';
      request.on('data', (piece) => {
        text += String(piece);
      });
      request.on('end', () => {
        member.requests.push({ path: request.url ?? '', body: JSON.parse(text) as Json });
        const reply = left.shift() ?? 'end';
        if (reply === 'end') {
          request.socket.destroy();
          return;
        }
        if ('messages' in reply) {
          void stream(reply.messages, response);
          return;
        }
        response.writeHead(reply.status ?? 200, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify(reply.body));
      });
    });
    server.on('connection', () => {
      member.connections += 1;
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const member = new FakeMember(server, (server.address() as AddressInfo).port);
    return member;
  }

  session(options: Partial<Session> = {}): Session {
    return {
      gateway: new Gateway('127.0.0.1', this.#port),
      serializable: false,
      lockTtl_s: 0,
      clock: systemClock(),
      uniqueName: () => 'name',
      ...options,
    };
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
