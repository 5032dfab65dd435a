import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Links } from '../../harness/core/capabilities.js';
import { DATA_FOLDER, type NodePool, type NodeSet } from '../../harness/core/node.js';
import { createNodePool } from '../index.js';
import { engineTestsCanRun } from '../testing/engine-tests.js';
import { sandboxOf } from '../testing/in-node.js';
import { ownImage } from '../build/image.js';

const ENDPOINTS = ['n1', 'n2', 'n3', 'clients'];
const PROBE_MS = 700;

describe.skipIf(!(await engineTestsCanRun()))('links cut by iptables in the nodes', () => {
  let pool: NodePool;
  let set: NodeSet;
  let links: Links;

  beforeAll(async () => {
    pool = await createNodePool({ run: 'links' });
    const request = { names: ['n1', 'n2', 'n3'], image: ownImage('redis') };
    set = await pool.acquire(request, new AbortController().signal);
    if (set.capabilities.links === undefined) throw new Error('no links');
    links = set.capabilities.links;
  });
  afterEach(async () => {
    await links.heal();
  });
  afterAll(async () => {
    await pool.dispose();
  });

  /** Every pair that does not answer. */
  async function unreachable(): Promise<string[]> {
    const pairs = ENDPOINTS.flatMap((from) =>
      ENDPOINTS.filter((to) => to !== from).map((to) => [from, to] as const),
    );
    const answers = await Promise.all(
      pairs.map(async ([from, to]) =>
        (await links.probe(from, to, PROBE_MS)) ? [] : [`${from}>${to}`],
      ),
    );
    return answers.flat();
  }

  test('nothing is cut at first: every pair answers and nothing is discarded', async () => {
    expect(await unreachable()).toEqual([]);
    expect(await links.discarded()).toEqual({ n1: 0, n2: 0, n3: 0, clients: 0 });
  });

  for (const method of ['drop', 'tcp-reset'] as const) {
    test(`a symmetric cut by ${method} severs that pair and no other, on both sides`, async () => {
      await links.cut({ n1: ['n2'], n2: ['n1'] }, method);
      expect(await unreachable()).toEqual(['n1>n2', 'n2>n1']);
      const { n1, n2, n3, clients } = await links.discarded();
      expect(n1).toBeGreaterThan(0);
      expect(n2).toBeGreaterThan(0);
      expect([n3, clients]).toEqual([0, 0]);
    });

    test(`a one-way cut by ${method} discards on one side only`, async () => {
      await links.cut({ n1: ['n2'] }, method);
      expect(await unreachable()).toEqual(['n1>n2', 'n2>n1']);
      const { n1, n2 } = await links.discarded();
      expect(n1).toBeGreaterThan(0);
      expect(n2).toBe(0);
    });

    test(`clients are cut off by ${method} in either direction`, async () => {
      await links.cut({ n1: ['clients'] }, method);
      await links.cut({ clients: ['n2'] }, method);
      expect(await unreachable()).toEqual(['n1>clients', 'n2>clients', 'clients>n1', 'clients>n2']);
      const { n1, n2, clients } = await links.discarded();
      expect(n1).toBeGreaterThan(0);
      expect(n2).toBe(0);
      expect(clients).toBeGreaterThan(0);
    });
  }

  test('cuts add up, and heal removes all of them and their counters', async () => {
    await links.cut({ n1: ['n2'] }, 'drop');
    await links.cut({ n3: ['n1', 'n2'] }, 'tcp-reset');
    expect(await unreachable()).toHaveLength(6);
    await links.heal();
    expect(await unreachable()).toEqual([]);
    expect(await links.discarded()).toEqual({ n1: 0, n2: 0, n3: 0, clients: 0 });
    await links.heal();
  });

  test('heal leaves rules that are not ours alone, and ours stand above them', async () => {
    const n1 = sandboxOf(set.nodes[0]);
    await n1.exec(['iptables', '-w', '-I', 'INPUT', '1', '-s', '192.0.2.9', '-j', 'ACCEPT']);
    await links.cut({ n1: ['n2'] }, 'drop');
    const cut = (await n1.exec(['iptables', '-S', 'INPUT'])).stdout.split('\n');
    expect(cut[1]).toBe('-A INPUT -j FAULTLINE');
    await links.heal();
    const healed = (await n1.exec(['iptables', '-S', 'INPUT'])).stdout;
    expect(healed).toContain('192.0.2.9');
  });

  test('an established connection is cut too, and goes on after the heal', async () => {
    const [n1, n2] = set.nodes;
    if (n1 === undefined || n2 === undefined) throw new Error('no nodes');
    const server = ['redis-server', '--protected-mode', 'no', '--dir', DATA_FOLDER];
    await n1.spawn(server, { logFile: `${DATA_FOLDER}/server.log` });
    await expect
      .poll(() => n1.readFile(`${DATA_FOLDER}/server.log`), { timeout: 10_000 })
      .toMatch(/Ready to accept/);
    const client = `for i in $(seq 600); do echo "INCR x"; sleep 0.05; done | redis-cli -h ${n1.address}`;
    await n2.spawn(['sh', '-c', client], { logFile: `${DATA_FOLDER}/client.log` });
    const count = async (): Promise<number> =>
      Number((await n1.exec(['redis-cli', 'GET', 'x'])).stdout.trim());
    await expect.poll(count, { timeout: 10_000 }).toBeGreaterThan(2);
    await links.cut({ n1: ['n2'] }, 'drop');
    const atCut = await count();
    // The client sends on and on; each packet that is discarded shows that it does.
    await expect
      .poll(async () => (await links.discarded())['n1'], { timeout: 10_000 })
      .toBeGreaterThan(2);
    expect(await count()).toBe(atCut);
    await links.heal();
    await expect.poll(count, { timeout: 20_000 }).toBeGreaterThan(atCut);
  });
});
