import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Machine } from '../../harness/core/machine.js';
import type { NodePool, NodeSet } from '../../harness/core/node.js';
import { createNodePool } from '../index.js';
import { engineTestsCanRun } from '../testing/engine-tests.js';
import { ownImage } from '../build/image.js';

const never = new AbortController().signal;
const request = { names: ['n1', 'n2'], image: ownImage('redis') };
const ANSWER_MS = 500;

describe.skipIf(!(await engineTestsCanRun()))('nodes as machines', () => {
  let pool: NodePool;
  let set: NodeSet;
  let machine: Machine;

  async function acquire(): Promise<void> {
    set = await pool.acquire(request, never);
    if (set.capabilities.machine === undefined) throw new Error('no machine');
    machine = set.capabilities.machine;
  }

  beforeAll(async () => {
    pool = await createNodePool({ run: 'machine' });
  });
  beforeEach(acquire);
  afterAll(async () => {
    await pool.dispose();
  });

  test('a frozen node is silent, runs nothing, and goes on once it is thawed', async () => {
    expect(await machine.answers('n1', ANSWER_MS)).toBe(true);
    await machine.freeze('n1');
    await machine.freeze('n1');
    expect(await machine.frozen('n1')).toBe(true);
    expect(await machine.answers('n1', ANSWER_MS)).toBe(false);
    // Its kernel still accepts: that is not an answer.
    expect(await set.capabilities.links?.probe('clients', 'n1', ANSWER_MS)).toBe(true);
    await expect(set.nodes[0]?.exec(['true'])).rejects.toMatchObject({ code: 'E_NODE_GONE' });
    expect(await machine.answers('n2', ANSWER_MS)).toBe(true);
    await machine.thaw('n1');
    await machine.thaw('n1');
    expect(await machine.frozen('n1')).toBe(false);
    expect(await machine.answers('n1', 5000)).toBe(true);
  });

  test('a node whose clients are cut off answers from within', async () => {
    await set.capabilities.links?.cut({ n1: ['clients'], clients: ['n1'] }, 'drop');
    expect(await machine.answers('n1', ANSWER_MS)).toBe(true);
    await machine.freeze('n1');
    expect(await machine.answers('n1', ANSWER_MS)).toBe(false);
  });

  test('a limit of processor time is read back, holds, and is lifted', async () => {
    expect(await machine.cpuLimit('n1')).toBeNull();
    await machine.limitCpu('n1', 20);
    expect(await machine.cpuLimit('n1')).toBe(20);
    const held = await machine.burn('n1', 1000);
    expect(held.used_ms / held.elapsed_ms).toBeLessThan(0.3);
    expect(held.throttled_periods).toBeGreaterThan(0);
    expect(await machine.cpuLimit('n2')).toBeNull();
    await machine.limitCpu('n1', null);
    expect(await machine.cpuLimit('n1')).toBeNull();
    expect((await machine.burn('n1', 300)).throttled_periods).toBe(0);
  });

  test('a limit of memory is read back, kills who takes more, and is lifted', async () => {
    const mib = 2 ** 20;
    expect(await machine.memoryLimit('n1')).toBeNull();
    const kills = await machine.outOfMemoryKills('n1');
    await machine.limitMemory('n1', 64 * mib);
    expect(await machine.memoryLimit('n1')).toBe(64 * mib);
    expect(await machine.allocate('n1', 16 * mib)).toBe(true);
    expect(await machine.allocate('n1', 128 * mib)).toBe(false);
    expect(await machine.outOfMemoryKills('n1')).toBe(kills + 1);
    expect(await machine.answers('n1', ANSWER_MS)).toBe(true);
    expect(await machine.memoryLimit('n2')).toBeNull();
    await machine.limitMemory('n1', null);
    expect(await machine.memoryLimit('n1')).toBeNull();
    expect(await machine.allocate('n1', 128 * mib)).toBe(true);
  });

  test('a node whose limits were lifted starts again without any', async () => {
    await machine.limitMemory('n1', 64 * 2 ** 20);
    await machine.limitMemory('n1', null);
    await set.capabilities.power?.cut('n1', 'kept');
    await set.capabilities.power?.start('n1');
    expect(await machine.memoryLimit('n1')).toBeNull();
  });

  test('nodes left frozen and throttled are as good as new for the next run', async () => {
    await machine.limitCpu('n1', 5);
    await machine.limitMemory('n1', 64 * 2 ** 20);
    await machine.freeze('n1');
    await machine.freeze('n2');
    await acquire();
    expect(await machine.memoryLimit('n1')).toBeNull();
    expect(await machine.frozen('n1')).toBe(false);
    expect(await machine.cpuLimit('n1')).toBeNull();
    expect(await machine.answers('n1', 5000)).toBe(true);
    expect(await machine.answers('n2', 5000)).toBe(true);
  });

  test('a pool with frozen nodes is disposed of', async () => {
    const own = await createNodePool({ run: 'machine' });
    try {
      const { capabilities } = await own.acquire(
        { names: ['n1'], image: ownImage('redis') },
        never,
      );
      await capabilities.machine?.freeze('n1');
      expect(await capabilities.machine?.frozen('n1')).toBe(true);
    } finally {
      await own.dispose();
    }
  });
});
