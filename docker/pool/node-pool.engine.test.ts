import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DATA_FOLDER, type Node, type NodeSet } from '../../harness/core/node.js';
import { createNodePool } from '../index.js';
import { engineTestsCanRun } from '../testing/engine-tests.js';
import { killWith, processesOf, sandboxOf } from '../testing/in-node.js';
import { hostFirewall, routesTo } from '../testing/firewall.js';
import type { ContainerPool } from './node-pool.js';
import { ownImage } from '../build/image.js';

const RESET_MS = 3000;
/** What the engine gives every container; capabilities(7) has the bits. */
const DEFAULT_CAPABILITIES = 0xa80425fbn;
const NET_ADMIN = 1n << 12n;
const never = new AbortController().signal;
const prefixOf = (pool: ContainerPool): string => pool.clientsAddress().replace(/\.\d+$/, '.');

describe.skipIf(!(await engineTestsCanRun()))('a pool of nodes on the engine', () => {
  let pool: ContainerPool;
  let set: NodeSet;

  beforeAll(async () => {
    pool = await createNodePool({ run: 'test' });
    set = await pool.acquire({ names: ['n1', 'n2', 'n3'], image: ownImage('redis') }, never);
  });
  afterAll(async () => {
    await pool.dispose();
  });
  const node = (index: number): Node => {
    const found = set.nodes[index];
    if (found === undefined) throw new Error(`no node ${String(index)}`);
    return found;
  };

  test('nodes come up under the names and in the order asked for, each with an address', () => {
    expect(set.nodes.map(({ name }) => name)).toEqual(['n1', 'n2', 'n3']);
    expect(new Set(set.nodes.map(({ address }) => address)).size).toBe(3);
    for (const { address } of set.nodes) expect(address).toMatch(/^198\.1[89]\./);
  });

  test('a node knows its own name and finds the others by theirs', async () => {
    expect((await node(0).exec(['hostname'])).stdout.trim()).toBe('n1');
    const lookup = await node(0).exec(['getent', 'hosts', 'n3']);
    expect(lookup.stdout.split(/\s+/)[0]).toBe(node(2).address);
  });

  test('exec gives exit code, stdout and stderr apart, and passes arguments and environment as they are', async () => {
    const script = 'printf "%s|%s" "$1" "$FOO"; echo oops >&2; exit 3';
    const words = `it's "quoted" $HOME \\ ü`;
    const result = await node(0).exec(['sh', '-c', script, 'sh', words], { env: { FOO: 'b a r' } });
    expect(result).toEqual({ exitCode: 3, stdout: `${words}|b a r`, stderr: 'oops\n' });
  });

  test('exec rejects past its bound, and the command is gone from the node', async () => {
    const late = node(0).exec(['sleep', '4711'], { timeout_ms: 200 });
    await expect(late).rejects.toMatchObject({ code: 'E_NODE_EXEC_TIMEOUT' });
    expect(await processesOf(node(0))).not.toContain('sleep 4711');
  });

  test('a command that kills itself is a result, not a timeout', async () => {
    const result = await node(0).exec(['sh', '-c', 'kill -KILL $$']);
    expect(result.exitCode).toBe(137);
  });

  test('files are written, replaced, read whole and by the tail; absent ones are null', async () => {
    const path = `${DATA_FOLDER}/sub/folder/file`;
    await node(0).writeFile(path, 'first\n');
    await node(0).writeFile(path, 'sécond\nline\n');
    expect(await node(0).readFile(path)).toBe('sécond\nline\n');
    expect(await node(0).readFile(path, 5)).toBe('line\n');
    expect(await node(0).readFile(`${DATA_FOLDER}/absent`)).toBeNull();
    await expect(node(0).readFile(DATA_FOLDER)).rejects.toMatchObject({ code: 'E_NODE_FILE' });
  });

  test('files larger than an argument can be arrive whole', async () => {
    const content = Array.from({ length: 60_000 }, (_, i) => `line ${String(i)}\n`).join('');
    await node(1).writeFile(`${DATA_FOLDER}/large`, content);
    expect(await node(1).readFile(`${DATA_FOLDER}/large`)).toBe(content);
    await node(1).writeFile(`${DATA_FOLDER}/empty`, '');
    expect(await node(1).readFile(`${DATA_FOLDER}/empty`)).toBe('');
  });

  test('spawned processes outlive the call and append to their log', async () => {
    const logFile = `${DATA_FOLDER}/log/out`;
    const command = ['sh', '-c', 'echo "up $WHO"; exec sleep 4712'];
    await node(0).spawn(command, { logFile, env: { WHO: 'me' } });
    await expect.poll(() => node(0).readFile(logFile), { timeout: 10_000 }).toBe('up me\n');
    expect(await processesOf(node(0))).toContain('sleep 4712');
  });

  test('a log that somebody floods stays bounded, and its process goes on', async () => {
    const logFile = `${DATA_FOLDER}/log/flood`;
    const flood = 'yes "a line of a log" | head -c 50000000; echo done; exec sleep 4714';
    await node(0).spawn(['sh', '-c', flood], { logFile });
    const size = async () => Number((await node(0).exec(['stat', '-c', '%s', logFile])).stdout);
    await expect.poll(size, { timeout: 10_000 }).toBeGreaterThan(0);
    await expect.poll(size, { timeout: 10_000 }).toBeLessThan(32 * 2 ** 20);
    expect(await processesOf(node(0))).toContain('sleep 4714');
    await killWith(node(0), '4714');
    await expect.poll(() => processesOf(node(0)), { timeout: 10_000 }).not.toContain('log/flood');
  });

  test('spawning what does not exist is an error that names it', async () => {
    const spawned = node(0).spawn(['no-such-program'], { logFile: `${DATA_FOLDER}/x` });
    await expect(spawned).rejects.toThrow(/no-such-program/);
  });

  test('six processes on three nodes are reset within 3 s: killed, wiped, rules flushed', async () => {
    await Promise.all(
      set.nodes.flatMap((one) =>
        ['6379', '6380'].map(async (port) => {
          const command = ['redis-server', '--port', port, '--dir', DATA_FOLDER];
          await one.spawn(command, { logFile: `${DATA_FOLDER}/${port}.log` });
        }),
      ),
    );
    await node(0).exec([
      'sh',
      '-c',
      'echo x > /dev/shm/clock; for one in /proc/[0-9]*; do [ "$(cat $one/comm)" != redis-server ] || kill -STOP ${one#/proc/}; done',
    ]);
    const drop = ['iptables', '-w', '-A', 'INPUT', '-s', '192.0.2.9', '-j', 'DROP'];
    await sandboxOf(node(0)).exec(drop);
    await set.capabilities.links?.cut({ n1: ['n2'] }, 'drop');
    const start = performance.now();
    set = await pool.acquire({ names: ['n1', 'n2', 'n3'], image: ownImage('redis') }, never);
    expect(performance.now() - start).toBeLessThan(RESET_MS);
    for (const one of set.nodes) {
      expect(await processesOf(one)).not.toMatch(/redis|sleep 47/);
      const files = await one.exec(['find', DATA_FOLDER, '/dev/shm', '/tmp', '-mindepth', '1']);
      expect(files.stdout).toBe('');
      const rules = (await sandboxOf(one).exec(['iptables', '-S'])).stdout;
      expect(rules).not.toMatch(/DROP|REJECT/);
    }
  });

  test('what was written outside of the data folder is gone too: the node is made anew', async () => {
    await node(1).exec(['sh', '-c', 'echo x > /var/lib/stray; rm /etc/issue']);
    await node(2).exec(['sh', '-c', 'mkdir /opt/stray']);
    set = await pool.acquire({ names: ['n1', 'n2', 'n3'], image: ownImage('redis') }, never);
    const looks = ['sh', '-c', 'ls /var/lib/stray /opt/stray 2>/dev/null; cat /etc/issue'];
    for (const one of set.nodes) {
      expect((await one.exec(looks)).stdout).toMatch(/^Debian/);
    }
  });

  test('only the sandbox of a node has one capability more than any container, and nothing a way out of the network', async () => {
    const { stdout } = await sandboxOf(node(0)).exec(['ip', 'route']);
    expect(stdout).not.toContain('default');
    const outside = ['bash', '-c', 'exec 3<>/dev/tcp/192.0.2.1/80'];
    const result = await node(0).exec(outside, { timeout_ms: 3000 });
    expect(result.stderr).toMatch(/unreachable/i);
    const extra = async ({ exec }: Pick<Node, 'exec'>): Promise<bigint> => {
      const status = (await exec(['cat', '/proc/1/status'])).stdout;
      return BigInt(`0x${/^CapBnd:\s*(\w+)$/m.exec(status)?.[1] ?? ''}`) & ~DEFAULT_CAPABILITIES;
    };
    const sandbox = sandboxOf(node(0));
    expect(await extra({ exec: (command) => sandbox.exec(command) })).toBe(NET_ADMIN);
    expect(await extra({ exec: (command) => node(0).exec(command) })).toBe(0n);
  });

  test('a second pool at the same time has a network of its own, and leaves the first alone', async () => {
    const second = await createNodePool({ run: 'test' });
    try {
      expect(prefixOf(second)).not.toBe(prefixOf(pool));
      const other = await second.acquire({ names: ['n1'], image: ownImage('redis') }, never);
      const target = other.nodes[0]?.address ?? '';
      const reach = await node(0).exec(['bash', '-c', `exec 3<>/dev/tcp/${target}/9`]);
      expect(reach.exitCode).not.toBe(0);
    } finally {
      await second.dispose();
    }
    expect((await node(0).exec(['true'])).exitCode).toBe(0);
  });

  test('the guard route is there while the pool is, and nothing of it remains after', async () => {
    const others = /fl-|198\.1[89]\./;
    const before = await hostFirewall(others);
    const own = await createNodePool({ run: 'test' });
    const prefix = prefixOf(own);
    const bridge = new RegExp(`fl-|198\\.1[89]\\.(?!${prefix.split('.').slice(2).join('\\.')})`);
    try {
      const routes = await routesTo(prefix);
      expect(routes.filter((line) => line.startsWith('unreachable'))).toHaveLength(1);
      expect(routes.some((line) => line.includes('dev fl-'))).toBe(true);
      await own.acquire({ names: ['n1'], image: ownImage('redis') }, never);
    } finally {
      await own.dispose();
    }
    expect(await routesTo(prefix)).toEqual([]);
    expect(await hostFirewall(others)).toEqual(before);
    expect((await hostFirewall(bridge)).filter((line) => line.includes(prefix))).toEqual([]);
    await own.dispose();
  });

  test('a network of the user’s choice is used, and one that is taken is refused', async () => {
    const taken = `${prefixOf(pool)}0/24`;
    await expect(createNodePool({ subnet: taken })).rejects.toMatchObject({
      code: 'E_SUBNET_TAKEN',
    });
    const chosen = await createNodePool({ subnet: '198.19.255.240/28' });
    try {
      expect(chosen.clientsAddress()).toBe('198.19.255.241');
    } finally {
      await chosen.dispose();
    }
  });
});
