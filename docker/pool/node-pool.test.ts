import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Clock, systemClock } from '../../harness/core/clock.js';
import { silentLog } from '../../harness/core/log.js';
import { REGISTRY_BASE } from '../build/base.js';
import { Claims } from '../owner/claim.js';
import { FakeDisks } from '../testing/fake-disk.js';
import { FakeEngine, FakeRoutes } from '../testing/fake-engine.js';
import { ContainerPool } from './node-pool.js';
import type { PoolParts } from './pool-parts.js';
import { ownImage } from '../build/image.js';

let folder: string;
let claims: Claims;
let engine: FakeEngine;
let routes: FakeRoutes;
let disks: FakeDisks;
const signal = new AbortController().signal;
const three = { names: ['n1', 'n2', 'n3'], image: ownImage('redis') };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faultline-claims-'));
  claims = new Claims(folder);
  engine = new FakeEngine();
  engine.imageTable.set(REGISTRY_BASE, 'base-1');
  routes = new FakeRoutes(engine.calls);
  disks = new FakeDisks(engine.calls);
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

function create(parts: Partial<PoolParts> = {}): Promise<ContainerPool> {
  return ContainerPool.create({
    engine,
    routes,
    claims,
    clock: systemClock(),
    log: silentLog,
    progress: () => undefined,
    exclusively: (work) => work(),
    owner: '7-1-boot',
    run: 'test',
    answers: () => Promise.resolve(true),
    diskAt: disks.at,
    diskFolder: '/disks',
    ...parts,
  });
}

function idOf(label: string): string {
  const found = [...engine.containerTable.values()].find((one) => one.label === label);
  if (found === undefined) throw new Error(`there is no container ${label}`);
  return found.id;
}

test('the guard stands before the network is made, and goes after everything else', async () => {
  const pool = await create();
  await pool.acquire(three, signal);
  expect([...routes.guarded]).toEqual(['198.18.7.0/24']);
  await pool.dispose();
  expect(engine.containerTable.size + engine.networkTable.size + routes.guarded.size).toBe(0);
  expect(await claims.list()).toEqual([]);
  const steps = engine.calls.map((call) => call.split(' ')[0]);
  expect(steps.slice(0, 2)).toEqual(['addGuard', 'createNetwork']);
  expect(steps.slice(-2)).toEqual(['removeNetwork', 'removeGuard']);
  await pool.dispose();
});

test('a network that can’t be made leaves neither guard nor claim', async () => {
  engine.refused.add('createNetwork');
  await expect(create()).rejects.toMatchObject({ code: 'E_ENGINE' });
  expect(routes.guarded.size).toBe(0);
  expect(await claims.list()).toEqual([]);
});

test('a container or network that can’t be removed keeps its guard and claim, and the rest goes on', async () => {
  const pool = await create();
  await pool.acquire(three, signal);
  engine.refused.add('removeContainer n1');
  await expect(pool.dispose()).rejects.toThrow(/removeContainer n1/);
  expect([...engine.containerTable.values()].map(({ label }) => label)).toEqual(['n1', 'n1-store']);
  expect(routes.guarded.size).toBe(1);
  expect(await claims.list()).toHaveLength(1);
  engine.refused.clear();
  await pool.dispose();
  expect(engine.containerTable.size + routes.guarded.size).toBe(0);
});

test('a program can not have the name of the container in which a system starts its own', async () => {
  const pool = await create();
  const spec = { name: 'store', image: { name: 'image:1' } };
  const own = await pool.acquire(three, signal);
  await expect(own.nodes[0]?.programs?.put(spec)).rejects.toMatchObject({ code: 'E_PROGRAM' });
  const { nodes } = await pool.acquire({ names: ['n1'] }, signal);
  await nodes[0]?.programs?.put(spec);
  const labels = [...engine.containerTable.values()].map(({ label }) => label);
  expect(labels).toContain('n1-store');
});

test('nodes are kept from run to run, and only missing ones are made', async () => {
  const pool = await create();
  const first = await pool.acquire({ names: ['n1', 'n2'], image: ownImage('redis') }, signal);
  const second = await pool.acquire(three, signal);
  expect(second.nodes.map(({ address }) => address)).toEqual([
    '198.18.7.2',
    '198.18.7.3',
    '198.18.7.4',
  ]);
  expect(first.nodes.map(({ address }) => address)).toEqual(['198.18.7.2', '198.18.7.3']);
  expect(engine.calls.filter((call) => call.startsWith('createContainer'))).toHaveLength(6);
  expect(engine.calls.filter((call) => call.startsWith('removeContainer'))).toEqual([]);
});

test('nodes that are not asked for are reset too: an old cluster must not talk to the new one', async () => {
  const pool = await create();
  await pool.acquire(three, signal);
  const reset = new Set<string>();
  engine.onExec = (id) => {
    reset.add(engine.containerTable.get(id)?.label ?? '');
    return { exitCode: 0, stdout: '', stderr: '' };
  };
  const { nodes } = await pool.acquire({ names: ['n2'], image: ownImage('redis') }, signal);
  expect(nodes.map(({ name }) => name)).toEqual(['n2']);
  expect([...reset].sort()).toEqual(['n1-store', 'n2-store', 'n3-store']);
});

test('stopped and frozen nodes are brought back, vanished ones made anew', async () => {
  const pool = await create();
  await pool.acquire(three, signal);
  const [one, two, gone] = [...engine.containerTable.values()];
  if (one === undefined || two === undefined || gone === undefined) throw new Error('no nodes');
  one.state = 'exited';
  two.state = 'paused';
  engine.containerTable.delete(gone.id);
  engine.calls.length = 0;
  await pool.acquire(three, signal);
  expect(engine.calls).toContain('startContainer n1');
  expect(engine.calls).toContain('unpauseContainer n2');
  expect(engine.calls).toContain('createContainer n3');
});

test('a store that ended by itself is started in its sandbox, one in a lost network is ended first', async () => {
  const pool = await create();
  await pool.acquire(three, signal);
  await engine.killContainer(idOf('n1-store'));
  await engine.killContainer(idOf('n2'));
  engine.calls.length = 0;
  await pool.acquire(three, signal);
  expect(engine.calls.filter((call) => call.includes('n1'))).toEqual(['startContainer n1-store']);
  expect(engine.calls.filter((call) => call.includes('n2'))).toEqual([
    'killContainer n2-store',
    'startContainer n2',
    'startContainer n2-store',
  ]);
});

test('only the sandbox may change the network, and it is prepared anew only where anything was done in it', async () => {
  const pool = await create();
  const { capabilities } = await pool.acquire(three, signal);
  const rights = [...engine.containerTable.values()].map((one) => [one.label, one.capabilities]);
  expect(Object.fromEntries(rights)).toMatchObject({ n1: ['NET_ADMIN'], 'n1-store': [] });
  await capabilities.links?.heal();
  const prepared = async (): Promise<string[]> => {
    const labels: string[] = [];
    engine.onExec = (id) => {
      labels.push(engine.containerTable.get(id)?.label ?? '');
      return { exitCode: 0, stdout: '', stderr: '' };
    };
    await pool.acquire(three, signal);
    return labels.filter((label) => !label.endsWith('-store')).sort();
  };
  expect(await prepared()).toEqual(['n1', 'n2', 'n3']);
  expect(await prepared()).toEqual([]);
});

test('a frozen node is thawed before it is removed, also where the image is another', async () => {
  const pool = await create();
  const { capabilities } = await pool.acquire(three, signal);
  await capabilities.machine?.freeze('n1');
  engine.imageTable.set(REGISTRY_BASE, 'base-2');
  engine.calls.length = 0;
  await (await pool.acquire(three, signal)).capabilities.machine?.freeze('n3');
  await pool.dispose();
  const turnsOf = (name: string): string[] =>
    engine.calls.filter((call) => /^(unpause|remove)Container /.test(call) && call.endsWith(name));
  const [thawed, removed] = ['unpauseContainer', 'removeContainer'];
  expect(turnsOf('n1')).toEqual([`${thawed} n1`, `${removed} n1`, `${removed} n1`]);
  expect(turnsOf('n3')).toEqual([`${removed} n3`, `${thawed} n3`, `${removed} n3`]);
  expect(engine.containerTable.size).toBe(0);
});

test('a frozen node that can’t be thawed is removed all the same', async () => {
  const pool = await create();
  const { capabilities } = await pool.acquire(three, signal);
  await capabilities.machine?.freeze('n2');
  engine.refused.add('unpauseContainer');
  await pool.dispose();
  expect(engine.containerTable.size).toBe(0);
});

test('a limit of processor time ends with the run, on the nodes that have one', async () => {
  const pool = await create();
  const { capabilities } = await pool.acquire(three, signal);
  await capabilities.machine?.limitCpu('n2', 10);
  await capabilities.machine?.limitCpu('n3', 10);
  await capabilities.machine?.limitCpu('n3', null);
  engine.calls.length = 0;
  await pool.acquire(three, signal);
  await pool.acquire(three, signal);
  expect(engine.calls).toEqual(['limitCpu n2-store null']);
});

test('a node that was written to where nothing is wiped is made anew', async () => {
  const pool = await create();
  await pool.acquire(three, signal);
  const written = idOf('n1-store');
  engine.onExec = (id) => ({
    exitCode: id === written ? 45 : 0,
    stdout: '/var/lib/other\n',
    stderr: '',
  });
  const { nodes } = await pool.acquire(three, signal);
  expect(nodes.map(({ name }) => name)).toEqual(['n1', 'n2', 'n3']);
  expect(engine.containerTable.has(written)).toBe(false);
  expect(engine.containerTable.size).toBe(6);
});

test('a new base makes a new image, and new nodes of it', async () => {
  const pool = await create();
  await pool.acquire(three, signal);
  engine.imageTable.set(REGISTRY_BASE, 'base-2');
  await pool.acquire(three, signal);
  const images = new Set([...engine.containerTable.values()].map(({ image }) => image));
  // The sandboxes' and the stores'.
  expect(images.size).toBe(2);
  expect(engine.calls.filter((call) => call.startsWith('build'))).toHaveLength(4);
  expect(engine.calls.filter((call) => call.startsWith('removeContainer'))).toHaveLength(6);
});

test('nodes have disks of their own where they are asked for, empty ones for each run', async () => {
  const pool = await create();
  const plain = await pool.acquire(three, signal);
  expect(plain.capabilities.disks).toBeUndefined();
  expect(disks.there.size).toBe(0);
  const { capabilities } = await pool.acquire({ ...three, disks: true }, signal);
  expect(capabilities.disks).toBeDefined();
  expect([...disks.there].sort()).toEqual(
    ['n1', 'n2', 'n3'].map((name) => `/disks/fl-c6120700-${name}.img`),
  );
  await capabilities.power?.cut('n2', 'kept');
  engine.calls.length = 0;
  await capabilities.power?.start('n2');
  expect(engine.calls).toEqual([
    'startContainer n2',
    'startContainer n2-store',
    'mountDisk fl-c6120700-n2',
  ]);
  engine.calls.length = 0;
  await pool.acquire({ names: ['n1'], image: ownImage('redis') }, signal);
  const steps = engine.calls.filter((call) => /n1(?:-store)?$/.test(call));
  expect(steps).toEqual([
    'killContainer n1-store',
    'removeDisk fl-c6120700-n1',
    'startContainer n1-store',
  ]);
  expect(disks.there.size).toBe(0);
});

test('a node whose disk cannot be mounted does not stay on without it', async () => {
  const pool = await create();
  const { capabilities } = await pool.acquire({ ...three, disks: true }, signal);
  const { power } = capabilities;
  await power?.cut('n2', 'kept');
  disks.refused.add('mountDisk fl-c6120700-n2');
  await expect(power?.start('n2')).rejects.toMatchObject({ code: 'E_DISK' });
  expect(await power?.on('n2')).toBe(false);
  disks.refused.clear();
  await power?.start('n2');
  expect(await power?.on('n2')).toBe(true);
  expect(engine.calls.at(-1)).toBe('mountDisk fl-c6120700-n2');
});

test('a frozen node with a disk is thawed before it is ended, a vanished one loses its disk too', async () => {
  const pool = await create();
  await pool.acquire({ ...three, disks: true }, signal);
  await engine.pauseContainer(idOf('n1-store'));
  engine.containerTable.delete(idOf('n2-store'));
  engine.calls.length = 0;
  await pool.acquire(three, signal);
  expect(engine.calls.filter((call) => /container n1-store$/i.test(call))).toEqual([
    'unpauseContainer n1-store',
    'killContainer n1-store',
    'startContainer n1-store',
  ]);
  expect(disks.there.size).toBe(0);
});

test('disks go with the pool, after their nodes; one that stays is told, and tried again', async () => {
  const pool = await create();
  await pool.acquire({ ...three, disks: true }, signal);
  disks.refused.add('removeDisk fl-c6120700-n2');
  await expect(pool.dispose()).rejects.toThrow(/disks.*removeDisk fl-c6120700-n2/);
  expect(disks.there.size).toBe(1);
  expect(await claims.list()).toHaveLength(1);
  disks.refused.clear();
  await pool.dispose();
  expect(disks.there.size).toBe(0);
  const last = engine.calls.lastIndexOf('removeContainer n3');
  expect(engine.calls.findIndex((call) => call.startsWith('removeDisk'))).toBeGreaterThan(last);
});

test('a disk that can’t be made is an error, and what was made of it is removed with the pool', async () => {
  const pool = await create();
  disks.refused.add('createDisk fl-c6120700-n1');
  const acquired = pool.acquire({ ...three, disks: true }, signal);
  await expect(acquired).rejects.toMatchObject({ code: 'E_DISK' });
  await pool.dispose();
  expect(disks.there.size).toBe(0);
});

test('a node that does not start is an error with its name, the reason and its log’s tail', async () => {
  const pool = await create();
  engine.refused.add('startContainer n2');
  engine.log = 'bind: Address already in use\n';
  const acquired = pool.acquire(three, signal);
  await expect(acquired).rejects.toMatchObject({ code: 'E_NODE_START' });
  await expect(acquired).rejects.toThrow(
    /node n2[^]*refused: startContainer n2[^]*Address already in use/,
  );
  await pool.dispose();
  expect(engine.containerTable.size).toBe(0);
});

test('nodes that run, and that no connection from this machine reaches, are an error that says so', async () => {
  let now_ns = 0;
  const clock: Clock = {
    ...systemClock(),
    now: () => (now_ns += 1e9),
    at: (_time, act) => {
      queueMicrotask(act);
      return () => undefined;
    },
  };
  const pool = await create({ clock, answers: () => Promise.resolve(false) });
  const acquired = pool.acquire(three, signal);
  await expect(acquired).rejects.toMatchObject({ code: 'E_NODE_UNREACHABLE' });
  await expect(acquired).rejects.toThrow(/fake:\/\/engine runs n1 \(198\.18\.7\.2\)/);
  await pool.dispose();
});

test('a node whose reset fails is an error too: no run starts on it', async () => {
  const pool = await create();
  await pool.acquire(three, signal);
  engine.onExec = () => ({ exitCode: 1, stdout: '', stderr: 'processes survive SIGKILL' });
  await expect(pool.acquire(three, signal)).rejects.toThrow(/processes survive SIGKILL/);
});

test('an engine that is gone is told as such, not as a node that failed', async () => {
  const pool = await create();
  engine.gone = true;
  await expect(pool.acquire(three, signal)).rejects.toMatchObject({ code: 'E_ENGINE_GONE' });
  await expect(pool.dispose()).rejects.toMatchObject({ code: 'E_DISPOSE' });
  engine.gone = false;
  await pool.dispose();
  expect(routes.guarded.size).toBe(0);
});

test('nothing that is still being made escapes when one node fails or the pool is disposed of', async () => {
  const pool = await create();
  engine.refused.add('createContainer n1');
  const acquired = pool.acquire(three, signal);
  const disposed = pool.dispose();
  await expect(acquired).rejects.toThrow(/createContainer n1/);
  await disposed;
  expect(engine.calls.filter((call) => call.startsWith('createContainer'))).toHaveLength(4);
  expect(engine.containerTable.size + engine.networkTable.size).toBe(0);
});

test('an interruption ends the acquisition, and what it made is disposed of', async () => {
  const pool = await create();
  await expect(pool.acquire(three, AbortSignal.abort(new Error('ctrl-c')))).rejects.toThrow(
    'ctrl-c',
  );
  await pool.dispose();
  expect(engine.containerTable.size).toBe(0);
});

test.each([[[]], [['n1', 'n1']], [['N 1']]])(
  'names that make no sense are refused: %o',
  async (names) => {
    const pool = await create();
    await expect(pool.acquire({ names, image: ownImage('redis') }, signal)).rejects.toMatchObject({
      code: 'E_NODE_REQUEST',
    });
  },
);
