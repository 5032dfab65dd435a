import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { AttachedContainers } from '../../harness/core/attached-containers.js';
import type { NodePool, NodeSet } from '../../harness/core/node.js';
import { clean, createAttachedPool } from '../index.js';
import { engineTestsCanRun } from '../testing/engine-tests.js';
import { type OthersContainers, startOthers } from '../testing/others-containers.js';

const HOLDER = fileURLToPath(
  new URL('../../dist/docker/testing/attached-holder.js', import.meta.url),
);
const PROBE_MS = 700;
const never = new AbortController().signal;

describe.skipIf(!(await engineTestsCanRun()))('containers of somebody else, as nodes', () => {
  let others: OthersContainers;
  let before: readonly string[];
  let stateFolder: string;
  const pools: NodePool[] = [];

  beforeAll(async () => {
    stateFolder = await mkdtemp(join(tmpdir(), 'faultline-claims-'));
    others = await startOthers(3);
    before = await others.traces();
  });
  afterEach(async () => {
    await Promise.all(pools.splice(0).map((pool) => pool.dispose()));
  });
  afterAll(async () => {
    await others.stop();
    await rm(stateFolder, { recursive: true });
  });

  async function acquire(
    containers: AttachedContainers['containers'] = others.names,
    network?: string,
  ): Promise<NodeSet> {
    const given = { containers, ...(network === undefined ? {} : { network }) };
    const pool = await createAttachedPool(given, { stateFolder });
    pools.push(pool);
    const names = containers.map((_, index) => `n${String(index + 1)}`);
    return pool.acquire({ names }, never);
  }

  test('are cut off from each other and from the clients, healed, and left as they were', async () => {
    const { nodes, capabilities } = await acquire();
    const { links } = capabilities;
    if (links === undefined) throw new Error('no links');
    const ends = ['n1', 'n2', 'n3', 'clients'];
    const unreachable = async (): Promise<string[]> => {
      const pairs = ends.flatMap((from) =>
        ends.filter((to) => to !== from).map((to) => ({ from, to })),
      );
      const probes = pairs.map(({ from, to }) => links.probe(from, to, PROBE_MS));
      const answers = await Promise.all(probes);
      return pairs.flatMap(({ from, to }, index) =>
        answers[index] === true ? [] : [`${from}>${to}`],
      );
    };
    expect(await unreachable()).toEqual([]);
    await links.cut({ n1: ['n2', 'clients'], n2: ['n1'], clients: ['n1'] }, 'drop');
    expect(await unreachable()).toEqual(['n1>n2', 'n1>clients', 'n2>n1', 'clients>n1']);
    expect(await links.cutAt('n1')).toEqual({ n1: ['n2', 'clients'], clients: ['n1'] });
    const ping = ['redis-cli', '-h', nodes[0]?.address ?? '', 'PING'];
    const cut = ['timeout', '0.5', ...ping];
    expect((await nodes[1]?.exec(cut))?.exitCode).toBe(124);
    expect((await nodes[2]?.exec(cut))?.stdout).toBe('PONG\n');
    await links.heal();
    expect(await unreachable()).toEqual([]);
    expect((await nodes[1]?.exec(ping))?.stdout).toBe('PONG\n');
    expect(await nodes[0]?.programs?.log('', 10_000)).toContain('Ready to accept connections');
    await links.cut({ n1: ['n2'] }, 'tcp-reset');
    await pools.splice(0)[0]?.dispose();
    expect(await others.traces()).toEqual(before);
  });

  test('lose and delay only what goes between them and the clients; the next run finds nothing of it', async () => {
    const { traffic } = (await acquire()).capabilities;
    if (traffic === undefined) throw new Error('no traffic');
    await traffic.slow(['n1'], 1000);
    expect(await traffic.rules('n1')).toMatch(/^qdisc tbf .* rate 1Mbit/);
    expect((await traffic.burst('n1', 'n2', 100, 1000)).elapsed_ms).toBeGreaterThan(500);
    await traffic.lose(['n2'], 50);
    const { sent, arrived } = await traffic.burst('n3', 'n2', 1000, 100);
    expect(arrived / sent).toBeGreaterThan(0.3);
    expect(arrived / sent).toBeLessThan(0.7);
    await traffic.restore(['n2']);
    expect((await traffic.burst('n3', 'n2', 1000, 100)).arrived).toBe(1000);
    const names = ['n1', 'n2', 'n3'];
    const again = await pools[0]?.acquire({ names }, never);
    expect(await again?.capabilities.traffic?.rules('n1')).toBe('');
    await pools.splice(0)[0]?.dispose();
    expect(await others.traces()).toEqual(before);
  });

  test('keep the rules that they have of their own', async () => {
    const [first = ''] = others.names;
    const own = ['INPUT', '-p', 'tcp', '--dport', '7000', '-j', 'DROP'];
    await others.inNetwork(first, ['iptables', '-A', ...own]);
    const withOwn = await others.traces();
    const { capabilities } = await acquire();
    await capabilities.links?.cut({ n1: ['n2'] }, 'drop');
    await pools.splice(0)[0]?.dispose();
    expect(await others.traces()).toEqual(withOwn);
    await others.inNetwork(first, ['iptables', '-D', ...own]);
    before = await others.traces();
  });

  test('are never started, ended or written to', async () => {
    const [node] = (await acquire()).nodes;
    const notOurs = { code: 'E_ATTACHED' };
    await expect(node?.programs?.signal('', 'KILL')).rejects.toMatchObject(notOurs);
    await expect(node?.programs?.start('')).rejects.toMatchObject(notOurs);
    await expect(node?.programs?.writeFile('', '/a', 'b')).rejects.toMatchObject(notOurs);
    await expect(node?.writeFile('/a', 'b')).rejects.toMatchObject(notOurs);
  });

  test('that can not be nodes are refused in words, and nothing is begun', async () => {
    const [first = ''] = others.names;
    const away = await others.add('away', 'bridge');
    const host = await others.add('host', 'host', false);
    const beside = await others.add('beside', `container:${first}`, false);
    const stopped = await others.add('stopped', others.network, false);
    for (const [containers, words] of [
      [[first, 'no-such'], /container no-such[^]*none of that name[^]*docker ps/],
      [[first, first], /one of the others/],
      [[first, host], /network of this machine/],
      [[first, stopped], new RegExp(`${stopped} to run[^]*"created"`)],
      [[beside], /network of another container/],
      [[first, away], /one network in which all[^]*bridge/],
    ] as const) {
      await expect(acquire(containers)).rejects.toThrow(words);
    }
    await expect(acquire([first], 'bridge')).rejects.toThrow(/address of each[^]*network bridge/);
    expect(await others.traces()).toEqual(before);
  });

  test('that another run has are not taken', async () => {
    await acquire();
    await expect(acquire()).rejects.toMatchObject({ code: 'E_ATTACH_TAKEN' });
  });

  test('that are started again in the middle of a run end it, and clean finds nothing to undo', async () => {
    const { capabilities } = await acquire();
    await others.restart(others.names[1] ?? '');
    const cut = capabilities.links?.cut({ n2: ['n1'] }, 'drop');
    await expect(cut).rejects.toMatchObject({ code: 'E_ATTACH_RESTARTED' });
    await pools.splice(0)[0]?.dispose();
    expect((await clean({ stateFolder })).failures).toEqual([]);
    expect((await others.traces())[1]).not.toMatch(/FAULTLINE|\*filter/);
    before = await others.traces();
  });

  test('are as they were once clean has undone what a killed harness began', async () => {
    expect(existsSync(HOLDER), 'build first: npx tsc -b').toBe(true);
    const child = spawn(process.execPath, [HOLDER, ...others.names]);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    }
    await expect.poll(() => output, { timeout: 60_000 }).toBe('all begun\n');
    const ours = (items: readonly string[]): string[] =>
      items.filter((item) => item.startsWith('container faultline-attached-'));
    expect(ours((await clean({ stateFolder })).kept)).toHaveLength(3);
    child.kill('SIGKILL');
    await expect.poll(() => child.signalCode, { timeout: 5000 }).toBe('SIGKILL');
    expect((await others.traces()).join('\n')).toMatch(/FAULTLINE[^]*htb fa17:/);
    const report = await clean({ stateFolder });
    expect(report.failures).toEqual([]);
    expect(ours(report.removed)).toHaveLength(3);
    expect(await others.traces()).toEqual(before);
  });
});
