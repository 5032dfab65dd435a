import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { engineTestsCanRun } from '../docker/testing/engine-tests.js';
import type { NodePool, NodeSet } from '../harness/core/node.js';
import type { Programs } from '../harness/core/programs.js';
import { checkHosts, cleanHosts, createHostPool } from './index.js';
import { type SshContainers, startSshContainers } from './testing/ssh-containers.js';

const HOLDER = fileURLToPath(new URL('../dist/hosts/testing/host-holder.js', import.meta.url));
const PROBE_MS = 700;
const never = new AbortController().signal;
const request = { names: ['n1', 'n2', 'n3'] };
const STORE = {
  name: 'redis',
  command: ['redis-server', '/srv/redis.conf'],
  files: { '/srv/redis.conf': 'protected-mode no\ndir /srv/redis\nappendonly yes\n' },
  dataFolders: ['/srv/redis'],
  user: 'admin',
};
/** All that a run may leave on a host. */
const TRACES = `ps -eo args > /tmp/ps; grep -v '^ps\\|^sh -c\\|sshd\\|^COMMAND' /tmp/ps; iptables -S
tc qdisc show dev eth0; ls -A /srv; find /run/faultline 2>/dev/null`;

describe.skipIf(!(await engineTestsCanRun()))('hosts that ssh reaches, as nodes', () => {
  let machines: SshContainers;
  const pools: NodePool[] = [];
  let before: readonly string[];

  beforeAll(async () => {
    machines = await startSshContainers(3);
    before = await traces();
  });
  afterEach(async () => {
    await Promise.all(pools.splice(0).map((pool) => pool.dispose()));
  });
  afterAll(async () => {
    await machines.stop();
  });

  function traces(): Promise<string[]> {
    return Promise.all(machines.names.map((name) => machines.on(name, TRACES)));
  }

  async function poolOf(
    hosts: readonly string[] = machines.names,
    options: readonly string[] = machines.options,
  ): Promise<NodePool> {
    const { stateFolder } = machines;
    const pool = await createHostPool({ hosts, options }, { stateFolder });
    pools.push(pool);
    return pool;
  }

  async function acquire(): Promise<NodeSet> {
    return (await poolOf()).acquire(request, never);
  }

  function programsOf(set: NodeSet): Programs {
    const programs = set.nodes[0]?.programs;
    if (programs === undefined) throw new Error('the node has no programs');
    return programs;
  }

  async function ready(programs: Programs): Promise<void> {
    const ping = async (): Promise<string> =>
      (await programs.exec('redis', ['redis-cli', 'PING'])).stdout.trim();
    await expect.poll(ping, { timeout: 20_000 }).toBe('PONG');
  }

  test('a program is started, stopped, killed with its data kept, and started anew', async () => {
    const programs = programsOf(await acquire());
    await programs.put(STORE);
    expect(await programs.state('redis')).toBe('gone');
    await programs.start('redis');
    await ready(programs);
    expect((await programs.exec('redis', ['redis-cli', 'SET', 'a', '1'])).stdout).toBe('OK\n');
    const first = await programs.incarnation('redis');
    await programs.signal('redis', 'STOP');
    expect(await programs.state('redis')).toBe('stopped');
    await programs.signal('redis', 'CONT');
    expect(await programs.state('redis')).toBe('running');
    await programs.signal('redis', 'KILL');
    expect(await programs.state('redis')).toBe('gone');
    expect(await programs.incarnation('redis')).toBeNull();
    await expect(programs.signal('redis', 'TERM')).rejects.toMatchObject({ code: 'E_HOST' });
    await programs.start('redis');
    await ready(programs);
    expect(await programs.incarnation('redis')).not.toBe(first);
    expect((await programs.exec('redis', ['redis-cli', 'GET', 'a'])).stdout).toBe('1\n');
    expect(await programs.log('redis', 10_000)).toContain('Ready to accept connections');
  });

  test('a signal reaches all processes of a program, but SIGTERM only the first', async () => {
    const programs = programsOf(await acquire());
    const script = 'trap "exit 0" TERM; sleep 1003 & sleep 1004 & wait';
    await programs.put({ name: 'family', command: ['sh', '-c', script] });
    await programs.start('family');
    const sleepers = (): Promise<string> =>
      machines.on('db1', "ps -eo state,args | grep '^. sleep 100' | cut -c1");
    await expect.poll(sleepers).toBe('S\nS\n');
    await programs.signal('family', 'STOP');
    expect(await sleepers()).toBe('T\nT\n');
    await programs.signal('family', 'CONT');
    expect(await sleepers()).toBe('S\nS\n');
    await programs.signal('family', 'TERM');
    await expect.poll(() => programs.state('family')).toBe('gone');
    expect(await sleepers()).toBe('S\nS\n');
    await programs.start('family');
    await programs.signal('family', 'KILL');
    expect(await programs.state('family')).toBe('gone');
    expect(await sleepers()).toBe('');
  });

  test('what a program may have open is limited, and its data is listed, changed and emptied', async () => {
    const { nodes } = await acquire();
    const programs = nodes[0]?.programs;
    if (programs === undefined) throw new Error('there are no programs');
    // A user's processes can be limited where root has all its capabilities, which a container does not give.
    const { user: _user, ...asRoot } = STORE;
    await programs.put(asRoot);
    await programs.start('redis');
    const ask = (...words: readonly string[]) =>
      programs
        .exec('redis', ['timeout', '2', 'redis-cli', ...words])
        .then(({ stdout }) => stdout.trim());
    await expect.poll(() => ask('SET', 'key', 'value'), { timeout: 10_000 }).toBe('OK');
    const before = await programs.descriptors?.of('redis');
    expect(before?.open).toBeGreaterThan(3);
    await programs.descriptors?.limit('redis', 1);
    expect(await programs.descriptors?.of('redis')).toMatchObject({ limit: 1 });
    expect(await ask('PING')).not.toBe('PONG');
    await programs.descriptors?.limit('redis', before?.limit ?? 1024);
    expect(await ask('PING')).toBe('PONG');

    await programs.signal('redis', 'KILL');
    const files = (await programs.data?.files('redis')) ?? [];
    const path = files.find((file) => file.path.endsWith('.aof'))?.path ?? '';
    expect(path).toMatch(/^\/srv\/redis\/appendonlydir\//);
    const content = (await programs.data?.read('redis', path)) ?? new Uint8Array();
    expect(Buffer.from(content).toString()).toContain('value');
    await programs.data?.overwrite('redis', path, content.subarray(0, 5));
    expect(await programs.data?.read('redis', path)).toHaveLength(5);
    await programs.data?.wipe('redis');
    expect(await programs.data?.files('redis')).toEqual([]);
  });

  test('links are cut both ways, and the way of our commands is not', async () => {
    const { nodes, capabilities } = await acquire();
    const { links } = capabilities;
    if (links === undefined) throw new Error('no links');
    const ends = ['n1', 'n2', 'n3', 'clients'];
    const unreachable = async (): Promise<string[]> => {
      const pairs = ends.flatMap((from) =>
        ends.filter((to) => to !== from).map((to) => ({ from, to })),
      );
      const answers = await Promise.all(
        pairs.map(({ from, to }) => links.probe(from, to, PROBE_MS)),
      );
      return pairs.flatMap(({ from, to }, index) =>
        answers[index] === true ? [] : [`${from}>${to}`],
      );
    };
    expect(await unreachable()).toEqual([]);
    await links.cut({ n1: ['n2', 'clients'], n2: ['n1'], clients: ['n1'] }, 'drop');
    expect(await unreachable()).toEqual(['n1>n2', 'n1>clients', 'n2>n1', 'clients>n1']);
    expect(await links.cutAt('n1')).toEqual({ n1: ['n2', 'clients'], clients: ['n1'] });
    const { n1, n2, n3 } = await links.discarded();
    expect([Number(n1) > 0, Number(n2) > 0, n3]).toEqual([true, true, 0]);
    expect((await nodes[0]?.exec(['hostname']))?.stdout).toBe('db1\n');
    await links.heal();
    expect(await unreachable()).toEqual([]);
  });

  test('traffic with the others is slowed and lost, and restored', async () => {
    const { traffic } = (await acquire()).capabilities;
    if (traffic === undefined) throw new Error('no traffic');
    await traffic.slow(['n1'], 1000);
    expect(await traffic.rules('n1')).toMatch(/^qdisc tbf .* rate 1Mbit/);
    // A hundred packets of a kilobyte are 800 kbit.
    expect((await traffic.burst('n1', 'n2', 100, 1000)).elapsed_ms).toBeGreaterThan(500);
    await traffic.restore(['n1']);
    expect(await traffic.rules('n1')).toBe('');
    expect((await traffic.burst('n1', 'n2', 100, 1000)).elapsed_ms).toBeLessThan(500);
    await traffic.lose(['n2'], 50);
    const { sent, arrived } = await traffic.burst('n1', 'n2', 1000, 100);
    expect(arrived / sent).toBeGreaterThan(0.3);
    expect(arrived / sent).toBeLessThan(0.7);
    await traffic.restore(['n2']);
    expect((await traffic.burst('n1', 'n2', 1000, 100)).arrived).toBe(1000);
  });

  test('the next run gets clean nodes, and the end of the pool leaves hosts as they were', async () => {
    const pool = await poolOf();
    const first = await pool.acquire(request, never);
    const programs = programsOf(first);
    await programs.put(STORE);
    await programs.start('redis');
    await ready(programs);
    // A child that leaves its session, and one that lost our mark.
    await first.nodes[0]?.exec(['sh', '-c', 'setsid sleep 1001 >/dev/null 2>&1 &']);
    await first.nodes[0]?.spawn(['env', '-i', 'sleep', '1002'], {
      logFile: '/srv/redis/sleep.log',
    });
    await first.capabilities.links?.cut({ n1: ['n2'] }, 'drop');
    const second = await pool.acquire(request, never);
    const processes = await machines.on('db1', 'ps -eo args');
    expect(processes).not.toMatch(/redis-server|sleep 100/);
    expect(await machines.on('db1', 'ls -A /srv /srv/redis')).toBe('/srv:\nredis\n\n/srv/redis:\n');
    expect(await second.capabilities.links?.cutAt('n1')).toEqual({});
    await pool.dispose();
    expect(await traces()).toEqual(before);
  });

  test('a user with sudo does as well as root', async () => {
    const pool = await poolOf(['admin@db1']);
    const set = await pool.acquire({ names: ['n1'] }, never);
    expect((await set.nodes[0]?.exec(['id', '-un']))?.stdout).toBe('root\n');
    const programs = programsOf(set);
    await programs.put(STORE);
    await programs.start('redis');
    await ready(programs);
    await set.capabilities.links?.cut({ n1: ['clients'] }, 'tcp-reset');
    expect(await set.capabilities.links?.probe('clients', 'n1', PROBE_MS)).toBe(false);
    await pool.dispose();
    expect(await traces()).toEqual(before);
  });

  test.each<[{ host: string; options?: readonly string[] }, string]>([
    [{ host: 'guest@db1' }, 'E_HOST_SUDO'],
    [{ host: 'nobody@db1' }, 'E_SSH_AUTH'],
    [{ host: 'db9.invalid' }, 'E_SSH_UNREACHABLE'],
    [{ host: 'db1', options: ['-p', '2222'] }, 'E_SSH_UNREACHABLE'],
  ])(
    'a host that can not be used is an error that says why: %j',
    async ({ host, options = [] }, code) => {
      const pool = await poolOf([host], [...options, ...machines.options]);
      const acquired = pool.acquire({ names: ['n1'] }, never);
      await expect(acquired).rejects.toMatchObject({ code });
    },
  );

  test('what a host lacks is named, with the package that has it', async () => {
    await machines.on('db2', 'mv /usr/sbin/tc /usr/sbin/tc.away; mv /sbin/tc /sbin/tc.away');
    const acquired = (await poolOf(['db2'])).acquire({ names: ['n1'] }, never);
    await expect(acquired).rejects.toMatchObject({ code: 'E_HOST_TOOLS' });
    await expect(acquired).rejects.toThrow(/programs tc on db2[^]*apt-get install iproute2/);
    await machines.on('db2', 'mv /usr/sbin/tc.away /usr/sbin/tc; mv /sbin/tc.away /sbin/tc');
  });

  test('what a host lacks is told before a run, with what to do about it, and nothing is changed', async () => {
    await machines.on('db2', 'mv /usr/sbin/tc /usr/sbin/tc.away; mv /sbin/tc /sbin/tc.away');
    const { options } = machines;
    const [good, lacking, unknown, guest] = await Promise.all(
      ['db1', 'db2', 'nowhere', 'guest@db1'].map((host) =>
        checkHosts([{ hosts: [host], options }]),
      ),
    );
    expect(good?.filter(({ status }) => status === 'missing')).toEqual([]);
    expect(good).toContainEqual(expect.objectContaining({ check: 'ssh db1', status: 'ok' }));
    expect(lacking).toMatchObject([
      { status: 'missing', advice: expect.stringContaining('iproute2') as unknown },
    ]);
    expect(unknown).toMatchObject([{ check: 'ssh nowhere', status: 'missing' }]);
    expect(guest).toMatchObject([
      { status: 'missing', advice: expect.stringContaining('sudo') as unknown },
    ]);
    await machines.on('db2', 'mv /usr/sbin/tc.away /usr/sbin/tc; mv /sbin/tc.away /sbin/tc');
    expect(await traces()).toEqual(before);
  });

  test('a host that a run has is told as such', async () => {
    await acquire();
    const { options } = machines;
    expect(await checkHosts([{ hosts: ['db1'], options }])).toContainEqual(
      expect.objectContaining({ status: 'limited', meaning: 'another run is refused' }),
    );
  });

  test('files and folders that are not ours are refused and left alone', async () => {
    await machines.on('db1', 'mkdir -p /srv/redis; echo precious > /srv/redis/dump.rdb');
    const programs = programsOf(await acquire());
    await expect(programs.put(STORE)).rejects.toMatchObject({ code: 'E_HOST_FOLDER' });
    const file = { ...STORE, dataFolders: [], files: { '/srv/redis/dump.rdb': 'mine' } };
    await expect(programs.put(file)).rejects.toMatchObject({ code: 'E_HOST_FILE' });
    await pools.splice(0)[0]?.dispose();
    expect(await machines.on('db1', 'cat /srv/redis/dump.rdb')).toBe('precious\n');
    await machines.on('db1', 'rm -r /srv/redis');
  });

  test('a host that somebody uses is not for another', async () => {
    await acquire();
    await expect(acquire()).rejects.toMatchObject({ code: 'E_HOST_TAKEN' });
  });

  test('what a killed harness began is found and undone; what can not be reached stays claimed', async () => {
    expect(existsSync(HOLDER), 'build first: npx tsc -b').toBe(true);
    const { stateFolder, options, names } = machines;
    const child: ChildProcess = spawn(process.execPath, [
      HOLDER,
      stateFolder,
      options[1] ?? '',
      ...names,
    ]);
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    await expect.poll(() => output, { timeout: 60_000 }).toBe('all begun\n');
    expect((await cleanHosts({ stateFolder })).kept).toHaveLength(3);
    child.kill('SIGKILL');
    await expect.poll(() => child.signalCode, { timeout: 5000 }).toBe('SIGKILL');
    expect(await machines.on('db2', 'ps -eo args')).toContain('sleep 1000');

    const refuse = 'INPUT -p tcp --dport 22 -j REJECT --reject-with tcp-reset';
    await machines.on('db3', `iptables -I ${refuse}`);
    const first = await cleanHosts({ stateFolder });
    expect(first.removed.toSorted()).toEqual(['host db1', 'host db2']);
    expect(first.failures).toHaveLength(2);
    expect(first.failures[0]).toMatch(/^host db3: .*Connection refused/);
    await machines.on('db3', `iptables -D ${refuse}`);
    expect((await cleanHosts({ stateFolder })).removed).toEqual(['host db3']);
    expect(await traces()).toEqual(before);
    expect(readdirSync(join(stateFolder, 'hosts'))).toEqual([]);
    expect(await cleanHosts({ stateFolder })).toEqual({ removed: [], kept: [], failures: [] });
  });
});
