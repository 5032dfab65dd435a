import { createConnection, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { defineClient, OpFailed, type Json } from 'faultline';

export const PORT = 7001;

/** A connection that asks one thing at a time, by Redis' inline commands. */
export class Line {
  readonly #socket: Socket;
  readonly #lines: AsyncIterator<string>;

  constructor(address: string) {
    this.#socket = createConnection({ host: address, port: PORT, timeout: 1500 });
    this.#socket.on('timeout', () => this.#socket.destroy());
    this.#socket.on('error', () => undefined);
    this.#lines = createInterface({ input: this.#socket })[Symbol.asyncIterator]();
  }

  /** @throws OpFailed where the server refuses. */
  async ask(...words: readonly string[]): Promise<string | null> {
    this.#socket.write(`${words.join(' ')}\r\n`);
    const first = await this.#next();
    if (first.startsWith('-')) throw new OpFailed('refused', first.slice(1));
    if (!first.startsWith('$')) return first.slice(1);
    return first === '$-1' ? null : this.#next();
  }

  close(): void {
    this.#socket.destroy();
  }

  async #next(): Promise<string> {
    const next = (await this.#lines.next()) as IteratorResult<string, undefined>;
    if (next.done === true) throw new Error('the connection has ended');
    return next.value;
  }
}

/** A client of the first node. */
export const tinyClient = defineClient({
  async open({ nodes }) {
    const line = new Line(nodes[0]?.address ?? '');
    if ((await line.ask('PING')) === 'PONG') return line;
    throw new Error('it is no store');
  },
  close: (line) => line.close(),
  nodeOf: () => 'n1',
  read: async (line, key): Promise<Json> =>
    JSON.parse((await line.ask('GET', `k${key}`)) ?? 'null') as Json,
  write: (line, key, value) => line.ask('SET', `k${key}`, JSON.stringify(value)),
});
