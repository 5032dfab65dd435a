import { connect, type Socket } from 'node:net';
import { messageOf, NS_PER_MS, type Cancel, type Clock } from '../../../harness/index.js';
import { Frames } from '../jute/frames.js';
import { JuteReader } from '../jute/reader.js';
import { JuteWriter } from '../jute/writer.js';
import { ConnectionLostError } from './connection-lost-error.js';
import type { Request } from './request.js';
import { ZooKeeperError } from './zookeeper-error.js';

/** The port of a server for its clients. */
export const CLIENT_PORT = 2181;

const XID = { event: -1, ping: -2 } as const;
const OP = { ping: 11, closeSession: -11 } as const;
const PASSWORD_BYTES = 16;

/** Where a session is begun, and how. */
export interface SessionRequest {
  readonly address: string;
  readonly port?: number;
  /** The servers end it so long after its last sign of life; they bound it by their ticks. */
  readonly timeout_ms: number;
  readonly clock: Clock;
  /** Gives the beginning up. */
  readonly signal: AbortSignal;
}

/** A change of which a watch tells. */
export interface NodeEvent {
  /** {@link EVENTS}, and others. */
  readonly type: number;
  readonly path: string;
}

/** Numbers of the kinds of changes. */
export const EVENTS = { created: 1 } as const;

interface Pending {
  readonly answered: (record: JuteReader, code: number) => void;
  readonly lost: (why: Error) => void;
}

/**
 * A session over one connection, which is never opened anew: what was not answered when it is lost was sent once, and
 * nobody knows what became of it. The session itself lives on until its timeout where it could not be ended.
 *
 * @see https://zookeeper.apache.org/doc/r3.8.0/zookeeperProgrammers.html#ch_zkSessions
 */
export class ZooKeeperSession {
  readonly #socket: Socket;
  readonly #clock: Clock;
  readonly #frames = new Frames();
  readonly #pending = new Map<number, Pending>();
  /** Told of what its watches tell, in the order in which it comes. */
  onEvent: (event: NodeEvent) => void = () => undefined;
  #lastXid = 0;
  #cancelPing: Cancel = () => undefined;
  #ended: Error | null = null;

  private constructor(socket: Socket, clock: Clock) {
    this.#socket = socket;
    this.#clock = clock;
  }

  /** Begins a session. @throws ConnectionLostError, and an Error where the server refuses it or it was given up before. */
  static async begin(request: SessionRequest): Promise<ZooKeeperSession> {
    const { address, port = CLIENT_PORT, timeout_ms, clock, signal } = request;
    signal.throwIfAborted();
    const socket = connect({ host: address, port, noDelay: true });
    const session = new ZooKeeperSession(socket, clock);
    const abort = (): void => {
      session.#end('beginning a session was given up');
    };
    signal.addEventListener('abort', abort, { once: true });
    try {
      const granted_ms = await session.#greet(timeout_ms);
      session.#pingEvery(granted_ms / 3);
      return session;
    } catch (thrown) {
      session.#end(messageOf(thrown), thrown);
      throw thrown;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  /** Whether a request could be sent. */
  get isOpen(): boolean {
    return this.#ended === null;
  }

  /**
   * Sends a request; requests of one session take effect in their order.
   * @throws ZooKeeperError for an answer that is no success; ConnectionLostError where none came.
   */
  ask<Answer>(request: Request<Answer>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== null) {
        reject(this.#ended);
        return;
      }
      this.#lastXid += 1;
      this.#pending.set(this.#lastXid, {
        answered(reader, code) {
          if (code !== 0) {
            reject(new ZooKeeperError(code));
            return;
          }
          try {
            resolve(request.read(reader));
          } catch (thrown) {
            reject(new Error('an answer that is none', { cause: thrown }));
          }
        },
        lost: reject,
      });
      const writer = new JuteWriter().int(this.#lastXid).int(request.op);
      request.write(writer);
      this.#socket.write(writer.framed());
    });
  }

  /** Ends the session, and with it its ephemeral nodes, if the server still hears that; and the connection at once. */
  close(): void {
    if (this.#ended === null) {
      this.#lastXid += 1;
      this.#socket.end(new JuteWriter().int(this.#lastXid).int(OP.closeSession).framed());
    }
    this.#end('the session was ended');
  }

  /** Says hello; gives the timeout that the server grants. */
  #greet(timeout_ms: number): Promise<number> {
    return new Promise((resolve, reject) => {
      const greeting = {
        answered(reader: JuteReader) {
          reader.int(); // the version of the protocol
          const granted_ms = reader.int();
          if (granted_ms > 0) resolve(granted_ms);
          else reject(new Error('the server refused the session'));
        },
        lost: reject,
      };
      this.#pending.set(GREETING, greeting);
      this.#socket.on('error', (error) => {
        this.#end(error.message, error);
      });
      this.#socket.on('close', () => {
        this.#end('the server ended the connection');
      });
      this.#socket.on('data', (piece) => {
        this.#receive(piece);
      });
      const hello = new JuteWriter().int(0).long(0n).int(timeout_ms).long(0n);
      this.#socket.write(hello.bytes(Buffer.alloc(PASSWORD_BYTES)).bool(false).framed());
    });
  }

  #receive(piece: Buffer): void {
    try {
      this.#take(piece);
    } catch (thrown) {
      this.#end(`what the server sent is no record of ZooKeeper: ${messageOf(thrown)}`, thrown);
    }
  }

  #take(piece: Buffer): void {
    for (const record of this.#frames.take(piece)) {
      const reader = new JuteReader(record);
      // The first answer has no header.
      const isGreeting = this.#pending.has(GREETING);
      const xid = isGreeting ? GREETING : reader.int();
      if (!isGreeting) reader.long(); // the last transaction that the server has seen
      const code = isGreeting ? 0 : reader.int();
      if (xid === XID.event) this.onEvent(eventIn(reader));
      this.#pending.get(xid)?.answered(reader, code);
      this.#pending.delete(xid);
    }
  }

  #pingEvery(every_ms: number): void {
    this.#cancelPing = this.#clock.at(this.#clock.now() + every_ms * NS_PER_MS, () => {
      this.#socket.write(new JuteWriter().int(XID.ping).int(OP.ping).framed());
      this.#pingEvery(every_ms);
    });
  }

  #end(reason: string, cause?: unknown): void {
    if (this.#ended !== null) return;
    const why = new ConnectionLostError(reason, { cause });
    this.#ended = why;
    this.#cancelPing();
    for (const { lost } of this.#pending.values()) lost(why);
    this.#pending.clear();
    if (!this.#socket.writableEnded) this.#socket.destroy();
    else this.#socket.destroySoon();
  }
}

function eventIn(reader: JuteReader): NodeEvent {
  const type = reader.int();
  reader.int(); // the state of the session
  return { type, path: reader.text() };
}

/** In the place of the number of a request: the greeting has none. */
const GREETING = 0;
