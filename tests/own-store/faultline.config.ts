import { createConnection, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { defineClient, defineConfig, defineSystem, OpFailed, type Json } from 'faultline';

const PORT = 7001;

/** A connection that asks one thing at a time, by Redis' inline commands. */
class Line {
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

/** Of the server: its time in milliseconds. */
const TIME = `local t = redis.call('TIME') return string.format('%.3f', t[1] * 1000 + t[2] / 1000)`;

/** Tells the time to whoever connects, as a static program does: asked of the kernel, past libc. */
const STATIC = `
  use IO::Socket::INET;
  my $number = (POSIX::uname())[4] eq 'x86_64' ? 228 : 113;
  my $listener = IO::Socket::INET->new(LocalPort => ${PORT}, Listen => 9, ReuseAddr => 1) or die $!;
  while (my $peer = $listener->accept) {
    my $time = pack('q2', 0, 0);
    syscall($number, 0, $time);
    my ($seconds, $nanoseconds) = unpack('q2', $time);
    printf $peer "+%d\n", $seconds * 1000 + $nanoseconds / 1e6;
    close $peer;
  }`;

async function told(address: string): Promise<number> {
  for await (const line of createInterface({
    input: createConnection({ host: address, port: PORT }),
  })) {
    return Number(line);
  }
  return Number.NaN;
}

const refuse = (): never => {
  throw new OpFailed('refused', 'it only tells the time');
};

export default defineConfig({
  systems: [
    defineSystem({
      name: 'static-store',
      summary: 'a program whose time libfaketime does not move',
      image: { folder: new URL('../../docker/images/redis', import.meta.url).pathname },
      nodeCount: 1,
      start: () => ({ name: 'static', entrypoint: ['perl', '-MPOSIX', '-e', STATIC] }),
      time: ({ node }) => told(node.address),
      client: defineClient({ open: ({ node }) => told(node.address), read: refuse, write: refuse }),
    }),
    defineSystem({
      name: 'tiny-store',
      summary: 'one primary that syncs every write, and replicas that nobody reads',
      image: { folder: new URL('../../docker/images/redis', import.meta.url).pathname },
      options: { durable: true },
      start: ({ node, nodes, options }) => ({
        name: 'tiny',
        entrypoint: ['redis-server'],
        command: ['/etc/tiny.conf'],
        files: {
          '/etc/tiny.conf': [
            `port ${PORT}`,
            'bind 0.0.0.0',
            'protected-mode no',
            'dir /var/tiny',
            'save ""',
            ...(options.durable ? ['appendonly yes', 'appendfsync always'] : []),
            ...(node === nodes[0] ? [] : [`replicaof ${nodes[0]?.address} ${PORT}`]),
          ].join('\n'),
        },
        dataFolders: ['/var/tiny'],
      }),
      async role({ node }) {
        const { stdout } = await node.exec(['redis-cli', '-p', String(PORT), 'role']);
        return stdout.startsWith('master') ? 'primary' : 'replica';
      },
      async time({ node }) {
        const line = new Line(node.address);
        try {
          return Number(await line.ask('EVAL', `"${TIME}"`, '0'));
        } finally {
          line.close();
        }
      },
      async version({ node }) {
        const { stdout } = await node.exec(['redis-server', '--version']);
        return / v=(\S+)/.exec(stdout)?.[1] ?? '';
      },
      client: defineClient({
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
      }),
    }),
  ],
});
