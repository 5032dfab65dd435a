import { createConnection } from 'node:net';
import { createInterface } from 'node:readline';
import { defineClient, defineConfig, defineSystem, OpFailed } from 'faultline';
import { byHand } from './by-hand.js';
import { Line, PORT, tinyClient } from './tiny-client.js';

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
    byHand,
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
      dataFiles: { appended: /\.(aof|rdb)$/ },
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
      client: tinyClient,
    }),
  ],
});
