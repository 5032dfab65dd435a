import { createServer, type Server, type Socket } from 'node:net';

/** What the fake does with a command. */
export type Reaction =
  /** Answers with raw RESP. */
  | { readonly reply: string }
  /** Executes it, then drops the connection without a reply. */
  | 'drop'
  /** Executes it and never answers. */
  | 'silence';

/** Builders of RESP replies. */
export const resp = {
  ok: '+OK\r\n',
  integer: (value: number): string => `:${value}\r\n`,
  bulk: (text: string | null): string =>
    text === null ? '$-1\r\n' : `$${Buffer.byteLength(text)}\r\n${text}\r\n`,
  error: (text: string): string => `-${text}\r\n`,
  array: (items: readonly string[]): string => `*${items.length}\r\n${items.join('')}`,
};

/** The commands in a buffer of RESP arrays of bulk strings, and how many bytes they took. */
function parseCommands(buffer: Buffer): { commands: string[][]; consumed: number } {
  const commands: string[][] = [];
  let consumed = 0;
  for (;;) {
    let at = consumed;
    const line = (): string | undefined => {
      const end = buffer.indexOf('\r\n', at);
      if (end < 0) return undefined;
      const text = buffer.toString('utf8', at, end);
      at = end + 2;
      return text;
    };
    const header = line();
    if (header === undefined || !header.startsWith('*')) return { commands, consumed };
    const command: string[] = [];
    for (let i = 0; i < Number(header.slice(1)); i += 1) {
      const size = line();
      if (size === undefined) return { commands, consumed };
      const length = Number(size.slice(1));
      if (buffer.length < at + length + 2) return { commands, consumed };
      command.push(buffer.toString('utf8', at, at + length));
      at += length + 2;
    }
    commands.push(command);
    consumed = at;
  }
}

/**
 * A Redis in this process that counts what it executes and can be told to drop connections: the
 * proof that a client sends each op once.
 */
export class FakeServer {
  /** All commands that were executed, in order, without `INFO`, `ROLE` and those of a subscription. */
  readonly executed: string[][] = [];
  /** What it says of itself. */
  role: 'master' | 'slave' = 'master';
  /** Connections that have subscribed, to whatever channel. */
  readonly subscribers = new Set<Socket>();
  /** The name of a command that it counts as executed, and never answers. */
  unanswered: string | null = null;
  #port = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(react: (command: readonly string[]) => Reaction) {
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        this.subscribers.delete(socket);
      });
      socket.on('error', () => undefined);
      let pending = Buffer.alloc(0);
      socket.on('data', (chunk) => {
        const { commands, consumed } = parseCommands((pending = Buffer.concat([pending, chunk])));
        pending = pending.subarray(consumed);
        for (const command of commands) this.#serve(socket, command, react);
      });
    });
  }

  /** Starts on a free port of the loopback interface. */
  static async start(react: (command: readonly string[]) => Reaction): Promise<FakeServer> {
    const fake = new FakeServer(react);
    await new Promise<void>((resolve) => {
      fake.#server.listen(0, '127.0.0.1', resolve);
    });
    const address = fake.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the fake has no port');
    fake.#port = address.port;
    return fake;
  }

  get port(): number {
    return this.#port;
  }

  /** How many connections are open. */
  get connections(): number {
    return this.#sockets.size;
  }

  /** Sends a message of a channel to all who have subscribed. */
  publish(channel: string, message: string): void {
    const items = ['pmessage', '*', channel, message].map(resp.bulk);
    for (const socket of this.subscribers) socket.write(resp.array(items));
  }

  /** Drops every connection; new ones are still accepted. */
  dropAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    this.dropAll();
    await new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
  }

  #serve(socket: Socket, command: string[], react: (command: readonly string[]) => Reaction): void {
    if (command[0]?.toLowerCase() === this.unanswered) {
      this.executed.push(command);
      return;
    }
    const answer = this.#answerOf(socket, command);
    if (answer !== null) {
      socket.write(answer);
      return;
    }
    this.executed.push(command);
    const reaction = react(command);
    if (reaction === 'drop') socket.destroy();
    else if (reaction !== 'silence') socket.write(reaction.reply);
  }

  /** The answer to what is no op of a client. */
  #answerOf(socket: Socket, [name, argument = '']: readonly string[]): string | null {
    switch (name?.toLowerCase()) {
      case 'info':
        return resp.bulk(`# Replication\r\nrole:${this.role}\r\nloading:0\r\n`);
      case 'role':
        return resp.array([resp.bulk(this.role)]);
      case 'ping':
        return resp.array([resp.bulk('pong'), resp.bulk('')]);
      case 'psubscribe':
        this.subscribers.add(socket);
        return resp.array([resp.bulk('psubscribe'), resp.bulk(argument), resp.integer(1)]);
      default:
        return null;
    }
  }
}
