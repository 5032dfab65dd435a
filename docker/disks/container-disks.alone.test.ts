import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Power } from '../../harness/core/machine.js';
import type { Disks } from '../../harness/core/storage.js';
import { DATA_FOLDER, type Node, type NodePool, type NodeSet } from '../../harness/core/node.js';
import { createNodePool, hostKernel } from '../index.js';
import { engineTestsCanRun } from '../testing/engine-tests.js';
import { killWith } from '../testing/in-node.js';
import { leftOf } from '../testing/disk-leftovers.js';
import { ownImage } from '../build/image.js';
import { imagesFolder } from '../build/images-folder.js';

const never = new AbortController().signal;
const request = { names: ['n1', 'n2'], image: ownImage('redis'), disks: true };
/** One write and sync at the rate to which disks are slowed here takes so long. */
const SLOW_MS = 100;

describe.skipIf(!(await engineTestsCanRun()))('disks of nodes', () => {
  let stateFolder: string;
  let pool: NodePool;
  let set: NodeSet;
  let disks: Disks;
  let power: Power;

  async function acquire(): Promise<void> {
    set = await pool.acquire(request, never);
    const { capabilities } = set;
    if (capabilities.disks === undefined || capabilities.power === undefined) throw new Error();
    disks = capabilities.disks;
    power = capabilities.power;
  }

  function node(index: number): Node {
    const found = set.nodes[index];
    if (found === undefined) throw new Error(`no node ${index}`);
    return found;
  }

  beforeAll(async () => {
    stateFolder = await mkdtemp(join(tmpdir(), 'faultline-disks-'));
    pool = await createNodePool({ run: 'disks', stateFolder });
  });
  beforeEach(acquire);
  afterAll(async () => {
    await pool.dispose();
    await rm(stateFolder, { recursive: true });
  });

  test('are what the kernel says that it has', async () => {
    for (const feature of ['loop', 'ext4-shutdown', 'ext4-error', 'blk-throttle'] as const) {
      expect(await hostKernel.lacks(feature)).toBeNull();
    }
  });

  test('are empty filesystems of their own, seen in the node alone', async () => {
    const mounted = await node(0).exec(['sh', '-c', `grep ' ${DATA_FOLDER} ' /proc/mounts`]);
    expect(mounted.stdout).toMatch(/^\S+ \/data ext4 rw,.*errors=remount-ro/);
    expect((await node(0).exec(['ls', '-A', DATA_FOLDER])).stdout).toBe('');
    expect((await node(0).exec(['ls', '/dev/faultline-disk'])).exitCode).not.toBe(0);
    expect(execFileSync('cat', ['/proc/self/mounts'], { encoding: 'utf8' })).not.toContain(
      'faultline-disk',
    );
    expect(leftOf(stateFolder)).toHaveLength(4);
    expect(await disks.write('n1', 5)).toMatchObject({ done: 5, error: null });
  });

  test('are full when they are filled, for everybody, and free again', async () => {
    await node(0).writeFile(`${DATA_FOLDER}/kept`, 'kept');
    await disks.fill('n1');
    await disks.fill('n1');
    expect(await disks.write('n1', 1)).toMatchObject({ done: 0, error: 'ENOSPC' });
    const dd = ['dd', 'if=/dev/zero', `of=${DATA_FOLDER}/more`, 'bs=64k', 'count=1'];
    expect((await node(0).exec(dd)).stderr).toContain('No space left on device');
    expect(await disks.write('n2', 1)).toMatchObject({ done: 1 });
    await disks.free('n1');
    await disks.free('n1');
    expect(await disks.write('n1', 1)).toMatchObject({ done: 1, error: null });
    expect(await node(0).readFile(`${DATA_FOLDER}/kept`)).toBe('kept');
  });

  test('are as slow as their writes are limited, and quick again', async () => {
    const count = 6;
    const quick_ms = (count - 2) * SLOW_MS * 0.9;
    expect((await disks.write('n1', count)).elapsed_ms).toBeLessThan(quick_ms);
    await disks.limitWrites('n1', 1000 / SLOW_MS);
    const slow = await disks.write('n1', count);
    expect(slow).toMatchObject({ done: count, error: null });
    // The kernel counts in slices of time: the first two may go at once.
    expect(slow.elapsed_ms).toBeGreaterThanOrEqual(quick_ms);
    expect((await disks.write('n2', count)).elapsed_ms).toBeLessThan(quick_ms);
    await disks.limitWrites('n1', null);
    expect((await disks.write('n1', count)).elapsed_ms).toBeLessThan(quick_ms);
  });

  test('that break down can only be read, until they are repaired', async () => {
    await node(0).writeFile(`${DATA_FOLDER}/kept`, 'kept');
    await disks.sync('n1');
    await node(0).writeFile(`${DATA_FOLDER}/unsynced`, 'never got there');
    await disks.breakDown('n1');
    expect(await disks.write('n1', 1)).toMatchObject({ done: 0, error: 'EROFS' });
    expect(await node(0).readFile(`${DATA_FOLDER}/kept`)).toBe('kept');
    const holder = ['sh', '-c', `exec 3<${DATA_FOLDER}/kept; exec sleep 4713`];
    await node(0).spawn(holder, { logFile: '/dev/null' });
    await expect(disks.repair('n1')).rejects.toThrow(/busy/);
    await killWith(node(0), '4713');
    expect(await disks.repair('n1')).toContain('Checking');
    expect(await disks.write('n1', 1)).toMatchObject({ done: 1, error: null });
    expect(await node(0).readFile(`${DATA_FOLDER}/kept`)).toBe('kept');
    expect(await node(0).readFile(`${DATA_FOLDER}/unsynced`)).toBeNull();
  });

  test('keep what was synced when the power is lost with all that was not, and nothing else', async () => {
    await disks.mark('n1', 'one', true);
    await disks.mark('n1', 'one', false);
    await power.cut('n1', 'lost');
    await power.start('n1');
    expect(await disks.marked('n1', 'one', true)).toBe(true);
    expect(await disks.marked('n1', 'one', false)).toBe(false);
    expect(await disks.write('n1', 1)).toMatchObject({ done: 1, error: null });
  });

  test('hold the data folders of programs, whose files are lost like any that were not synced', async () => {
    set = await pool.acquire({ names: ['n1'], disks: true }, never);
    const { disks, power } = set.capabilities;
    const { programs } = node(0);
    if (programs === undefined || disks === undefined || power === undefined) throw new Error();
    const web = {
      name: 'web',
      image: { folder: join(imagesFolder(), '../testing/no-shell') },
      command: ['-p', '7000', '-h', '/www'],
      files: { '/www/data/kept': 'kept' },
      dataFolders: ['/www/data'],
    };
    await programs.put(web);
    await programs.start('web');
    await disks.sync('n1');
    await programs.writeFile('web', '/www/data/unsynced', 'never got there');
    const names = async () => (await programs.data?.files('web'))?.map(({ path }) => path).sort();
    expect(await names()).toEqual(['/www/data/kept', '/www/data/unsynced']);

    await power.cut('n1', 'lost');
    await power.start('n1');
    await disks.limitWrites('n1', 5);
    await programs.start('web');
    expect(await disks.writeLimit('n1')).toBe(5);
    expect(await names()).toEqual(['/www/data/kept']);
    expect(await programs.readFile('web', '/www/data/kept')).toBe('kept');

    await programs.writeFile('web', '/www/data/wiped', 'not of the image');
    await programs.signal('web', 'KILL');
    await programs.data?.wipe('web');
    expect(await names()).toEqual(['/www/data/kept']);
    const mounted = execFileSync('cat', ['/proc/self/mounts'], { encoding: 'utf8' });
    expect(mounted).not.toContain(stateFolder);
  });

  test('keep all that was written when a node merely ends', async () => {
    await disks.mark('n1', 'before a cut', false);
    await power.cut('n1', 'kept');
    await power.start('n1');
    expect(await disks.marked('n1', 'before a cut', false)).toBe(true);
    await disks.mark('n1', 'before a shutdown', false);
    await power.shutDown('n1', 1000);
    await power.start('n1');
    expect(await disks.marked('n1', 'before a shutdown', false)).toBe(true);
  });

  test('are as good as new for the next run, whatever was done to them', async () => {
    await disks.fill('n1');
    await disks.limitWrites('n2', 2);
    await disks.breakDown('n2');
    await acquire();
    for (const name of ['n1', 'n2']) {
      const { done, elapsed_ms } = await disks.write(name, 5);
      expect(done).toBe(5);
      expect(elapsed_ms).toBeLessThan(1000);
    }
    await power.cut('n1', 'lost');
    await acquire();
    expect(await disks.write('n1', 1)).toMatchObject({ done: 1, error: null });
  });

  test('are gone where the next run wants none', async () => {
    const plain = await pool.acquire({ names: ['n1', 'n2'], image: ownImage('redis') }, never);
    expect(plain.capabilities.disks).toBeUndefined();
    expect(leftOf(stateFolder)).toEqual([]);
    const mounted = await plain.nodes[0]?.exec(['grep', '-c', DATA_FOLDER, '/proc/mounts']);
    expect(mounted?.stdout).toBe('0\n');
  });

  test('leave nothing behind when their pool is disposed of, whatever was done to them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'faultline-disks-'));
    const own = await createNodePool({ run: 'disks', stateFolder: folder });
    try {
      const { capabilities } = await own.acquire(request, never);
      await capabilities.disks?.breakDown('n1');
      await capabilities.power?.cut('n2', 'lost');
      expect(leftOf(folder)).toHaveLength(3);
    } finally {
      await own.dispose();
    }
    expect(await readdir(folder)).toEqual([]);
    expect(leftOf(folder)).toEqual([]);
    await rm(folder, { recursive: true });
  });
});
