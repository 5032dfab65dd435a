import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { systemClock } from '../../../harness/index.js';
import { type Connection, connectionOver } from '../client/connection.js';
import { Frames } from '../jute/frames.js';
import { JuteReader } from '../jute/reader.js';
import { JuteWriter } from '../jute/writer.js';
import { ZooKeeperSession } from '../protocol/session.js';

/** What a fake server does with a request: an answer with this code and body, these bytes, nothing, or the end of the connection. */
export type Reply =
  | { readonly code?: number; readonly body?: (writer: JuteWriter) => unknown }
  | Buffer
  | 'silence'
  | 'end';

/** The bytes that grant a session; a timeout of 0 refuses it. */
function greetingOf(granted_ms: number): Buffer {
  const greeting = new JuteWriter().int(0).int(granted_ms).long(1n);
  return greeting.bytes(Buffer.alloc(16)).bool(false).framed();
}

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
  readonly #greeting: Buffer;

  private constructor(replies: readonly Reply[], greeting: Buffer) {
    this.#replies = [...replies];
    this.#greeting = greeting;
    this.#server = createServer((socket) => {
      this.#serve(socket);
    });
  }

  /** @param greeting the timeout that it grants, or the bytes of its first answer. */
  static async start(
    replies: readonly Reply[],
    greeting: number | Buffer = 6000,
  ): Promise<FakeServer> {
    const bytes = typeof greeting === 'number' ? greetingOf(greeting) : greeting;
    const fake = new FakeServer(replies, bytes);
    await new Promise<void>((resolve) => {
      fake.#server.listen(0, '127.0.0.1', resolve);
    });
    return fake;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  begin(signal = AbortSignal.timeout(5000)): Promise<ZooKeeperSession> {
    return ZooKeeperSession.begin({
      address: '127.0.0.1',
      port: this.port,
      timeout_ms: 6000,
      clock: systemClock(),
      signal,
    });
  }

  async connect(reads = 'quorum'): Promise<Connection> {
    return connectionOver(await this.begin(), reads, systemClock());
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
        else socket.write(this.#greeting);
        isGreeted = true;
      }
    });
  }

  #answer(socket: Socket, request: JuteReader): void {
    const xid = request.int();
    this.ops.push(request.int());
    const reply = this.#replies.shift() ?? 'end';
    if (reply === 'end') {
      socket.destroy();
      return;
    }
    if (reply === 'silence') return;
    if (Buffer.isBuffer(reply)) {
      socket.write(reply);
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
