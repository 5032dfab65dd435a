import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { systemClock } from '../../../harness/index.js';
import type { Connection } from '../client/connection.js';
import { Frames } from '../jute/frames.js';
import { JuteReader } from '../jute/reader.js';
import { JuteWriter } from '../jute/writer.js';
import { ZooKeeperSession } from '../protocol/session.js';

/** What a fake server does with a request: an answer with this code and body, or the end of the connection. */
export type Reply =
  { readonly code?: number; readonly body?: (writer: JuteWriter) => unknown } | 'end';

/** The fields of a node's state, as a server sends them. */
export function writeStat(writer: JuteWriter, created: number, version: number): JuteWriter {
  writer.long(BigInt(created)).long(0n).long(0n).long(0n);
  writer.int(version).int(0).int(0);
  return writer.long(0n).int(0).int(0).long(0n);
}

/** A server that grants each session, and gives one answer to each request. */
export class FakeServer {
  /** Numbers of the operations that were asked for. */
  readonly ops: number[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #replies: Reply[];
  readonly #granted_ms: number;

  private constructor(replies: readonly Reply[], granted_ms: number) {
    this.#replies = [...replies];
    this.#granted_ms = granted_ms;
    this.#server = createServer((socket) => {
      this.#serve(socket);
    });
  }

  static async start(replies: readonly Reply[], granted_ms = 6000): Promise<FakeServer> {
    const fake = new FakeServer(replies, granted_ms);
    await new Promise<void>((resolve) => {
      fake.#server.listen(0, '127.0.0.1', resolve);
    });
    return fake;
  }

  begin(): Promise<ZooKeeperSession> {
    return ZooKeeperSession.begin({
      address: '127.0.0.1',
      port: (this.#server.address() as AddressInfo).port,
      timeout_ms: 6000,
      clock: systemClock(),
      signal: AbortSignal.timeout(5000),
    });
  }

  async connect(reads = 'quorum'): Promise<Connection> {
    return { session: await this.begin(), reads, held: new Map() };
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    const frames = new Frames();
    let isGreeted = false;
    socket.on('data', (piece) => {
      for (const record of frames.take(piece)) {
        if (isGreeted) this.#answer(socket, new JuteReader(record));
        else this.#greet(socket);
        isGreeted = true;
      }
    });
  }

  #greet(socket: Socket): void {
    const greeting = new JuteWriter().int(0).int(this.#granted_ms).long(1n);
    socket.write(greeting.bytes(Buffer.alloc(16)).bool(false).framed());
  }

  #answer(socket: Socket, request: JuteReader): void {
    const xid = request.int();
    this.ops.push(request.int());
    const reply = this.#replies.shift() ?? 'end';
    if (reply === 'end') {
      socket.destroy();
      return;
    }
    const answer = new JuteWriter()
      .int(xid)
      .long(7n)
      .int(reply.code ?? 0);
    reply.body?.(answer);
    socket.write(answer.framed());
  }
}
