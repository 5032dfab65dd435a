import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import Docker from 'dockerode';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../harness/core/clock.js';
import type { NodeSet } from '../../harness/core/node.js';
import { findBase } from '../build/base.js';
import { ensureImage, ownImage } from '../build/image.js';
import { hasProgram } from '../doctor/install.js';
import { startEngine } from '../doctor/start-engine.js';
import type { ContainerPool } from '../pool/node-pool.js';
import { clean, createNodePool, doctor } from '../index.js';
import { engineTestsCanRun } from '../testing/engine-tests.js';
import { routesTo } from '../testing/firewall.js';
import { dockerEngine } from './docker-engine.js';

const clock = systemClock();
const signal = new AbortController().signal;
const progress = (): void => undefined;
const canRun = (await engineTestsCanRun()) && (await hasProgram('dockerd'));

// An engine of the test's own, beside the machine's, so that it can be killed.
describe.skipIf(!canRun)('an engine that ends in the middle of a run', () => {
  let folder: string;
  let address: string;
  let pool: ContainerPool;
  let set: NodeSet;
  const engine = () => dockerEngine(clock, address);
  const machine = () => ({
    engine: engine(),
    stateFolder: join(folder, 'claims'),
    // Its nodes are in another network namespace.
    answers: () => Promise.resolve(true),
  });

  async function start(): Promise<void> {
    await startEngine({
      engine: engine(),
      clock,
      progress,
      signal,
      fresh: false,
      dockerd: {
        logFile: join(folder, 'log'),
        // Its own network namespace: what it does to bridges and rules stays there.
        command: [
          'unshare',
          '--net',
          'dockerd',
          '--bridge=none',
          `--host=${address}`,
          `--data-root=${join(folder, 'data')}`,
          `--exec-root=${join(folder, 'exec')}`,
          `--pidfile=${join(folder, 'pid')}`,
        ],
      },
    });
  }

  async function kill(name: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const files = [join(folder, 'pid'), join(folder, 'exec/containerd/containerd.pid')];
    const pids = await Promise.all(files.map(async (file) => Number(await readFile(file, 'utf8'))));
    process.kill(pids[0] ?? 0, name);
    // Its containerd ends with it, a moment later; even a zombie of it would stop the next engine.
    for (const pid of pids) {
      await vi.waitUntil(() => !existsSync(`/proc/${String(pid)}`), { timeout: 30_000 });
    }
  }

  beforeAll(async () => {
    folder = await mkdtemp('/var/tmp/faultline-engine-');
    address = `unix://${join(folder, 'sock')}`;
    await start();
    const main = dockerEngine(clock);
    const context = {
      engine: main,
      progress,
      signal,
      exclusively: <T>(work: () => Promise<T>) => work(),
    };
    const tags = [await ensureImage('sandbox', context), await ensureImage('redis', context)];
    const base = (await findBase(main))?.tag ?? '';
    for (const image of [base, ...tags]) {
      const archive = await new Docker().getImage(image).get();
      const loaded = await new Docker({ socketPath: join(folder, 'sock') }).loadImage(archive);
      for await (const chunk of loaded) void chunk;
    }
    pool = await createNodePool({ run: 'gone', ...machine() });
    set = await pool.acquire({ names: ['n1'], image: ownImage('redis') }, signal);
  });
  afterAll(async () => {
    if (existsSync(join(folder, 'pid'))) await kill('SIGTERM');
    // A bind mount of the engine's on its own data folder outlives a SIGKILL.
    await execa('umount', ['-l', join(folder, 'data')], { reject: false });
    await rm(folder, { recursive: true });
  });

  test('every call says that the engine is gone and what to do; the guard stays; the rest works once it is back', async () => {
    await kill('SIGKILL');
    const [n1] = set.nodes;
    const gone = { name: 'EnvironmentError', code: 'E_ENGINE_GONE' };
    await expect(n1?.exec(['true'])).rejects.toMatchObject(gone);
    await expect(n1?.exec(['true'])).rejects.toThrow(/faultline doctor --fix/);
    await expect(set.capabilities.links?.heal()).rejects.toMatchObject(gone);
    await expect(
      pool.acquire({ names: ['n1'], image: ownImage('redis') }, signal),
    ).rejects.toMatchObject(gone);
    await expect(pool.dispose()).rejects.toMatchObject({ code: 'E_DISPOSE' });
    await expect(createNodePool(machine())).rejects.toMatchObject(gone);
    const prefix = pool.clientsAddress().replace(/\.\d+$/, '.');
    expect((await routesTo(prefix)).some((line) => line.startsWith('unreachable'))).toBe(true);
    expect((await clean({ ...machine(), all: true })).failures).toHaveLength(1);
    expect((await routesTo(prefix)).some((line) => line.startsWith('unreachable'))).toBe(true);
    const findings = await doctor({ ...machine(), images: ['redis'] });
    expect(findings.find(({ check }) => check === 'engine')).toMatchObject({ status: 'missing' });

    await start();
    set = await pool.acquire({ names: ['n1'], image: ownImage('redis') }, signal);
    expect((await set.nodes[0]?.exec(['true']))?.exitCode).toBe(0);
    await kill('SIGKILL');
    await start();
    await pool.dispose();
    expect(await engine().containers('faultline.run')).toEqual([]);
    expect(await routesTo(prefix)).toEqual([]);
    expect(await readdir(join(folder, 'claims'))).toEqual([]);
  });

  test('an engine that does not come up is an error with the tail of its log', async () => {
    const other = startEngine({
      engine: dockerEngine(clock, `unix://${join(folder, 'other')}`),
      clock,
      progress,
      signal,
      fresh: false,
      dockerd: { logFile: join(folder, 'other-log'), command: ['dockerd', '--no-such-option'] },
    });
    await expect(other).rejects.toThrow(/no-such-option/);
    await expect(other).rejects.toMatchObject({ code: 'E_ENGINE_START' });
  });
});
