import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engineTestsCanRun } from '../docker/testing/engine-tests.js';
import { type OthersContainers, startOthers } from '../docker/testing/others-containers.js';
import { type Finished, start } from './support/cli.js';
import { SPEAK } from './support/redis-lines.js';

/** Servers that run already, of which clients use the first alone, with keys of the run's own. */
function configOf(names: readonly string[]): string {
  return `
${SPEAK}
interface Keys { readonly prefix: string }

const client = defineClient({
  open: async ({ nodes, store }: OpenRequest<Keys>) => ({ ...(await speak(nodes[0]?.address ?? '')), ...store }),
  close: ({ socket }) => socket.destroy(),
  async read({ ask, prefix }, key) {
    const answer = await ask('GET', prefix + key);
    return answer === '$-1' ? null : JSON.parse(answer);
  },
  async write({ ask, prefix }, key, value) {
    const answer = await ask('SET', prefix + key, JSON.stringify(value));
    if (answer !== '+OK') throw new Error(answer);
  },
});

const system = (name: string, containers: readonly string[]) => defineSystem({
  name,
  summary: 'servers that run already',
  attach: { containers },
  setup: (): Keys => ({ prefix: 'run' + Date.now() + ':' }),
  ready: async ({ node }) => (await node.exec(['redis-cli', 'ping'])).stdout === 'PONG\\n',
  role: ({ node }) => (node.name === 'n1' ? 'primary' : { role: 'replica', follows: 'n1' }),
  client,
});

/** The second follows the first, which takes all writes; an option says whose answers clients believe. */
const replicated = defineSystem({
  name: 'replicated',
  summary: 'a primary with a replica, which run already',
  attach: { containers: ${JSON.stringify(names.slice(0, 2))} },
  options: { reads: 'primary' },
  async setup({ nodes: [primary, replica] }): Promise<Keys> {
    await primary?.exec(['redis-cli', 'config', 'set', 'repl-diskless-sync-delay', '0']);
    await replica?.exec(['redis-cli', 'replicaof', primary?.address ?? '', '6379']);
    return { prefix: 'run' + Date.now() + ':' };
  },
  async health({ nodes: [, replica] }) {
    const told = (await replica?.exec(['redis-cli', 'info', 'replication']))?.stdout ?? '';
    return told.includes('master_link_status:up') ? [] : ['n2 does not follow n1'];
  },
  async teardown({ nodes: [, replica] }) {
    await replica?.exec(['redis-cli', 'replicaof', 'no', 'one']);
  },
  role: ({ node }) => (node.name === 'n1' ? 'primary' : { role: 'replica', follows: 'n1' }),
  client: defineClient({
    async open({ nodes: [primary, replica], store, options }: OpenRequest<Keys, { reads: string }>) {
      const read = await speak((options.reads === 'primary' ? primary : replica)?.address ?? '');
      return { ...store, read, write: await speak(primary?.address ?? '') };
    },
    close({ read, write }) {
      read.socket.destroy();
      write.socket.destroy();
    },
    nodeOf: () => 'n1',
    async read({ read, prefix }, key) {
      const answer = await read.ask('GET', prefix + key);
      return answer === '$-1' ? null : JSON.parse(answer);
    },
    async write({ write, prefix }, key, value) {
      const answer = await write.ask('SET', prefix + key, JSON.stringify(value));
      if (answer !== '+OK') throw new Error(answer);
    },
  }),
});

export default defineConfig({
  systems: [replicated, system('running', ${JSON.stringify(names)}), system('unknown', ['no-such-container'])],
});
`;
}

describe.skipIf(!(await engineTestsCanRun()))('a store in containers that run already', () => {
  let others: OthersContainers;
  let project: string;
  beforeAll(async () => {
    others = await startOthers(3);
    project = await mkdtemp(join(tmpdir(), 'faultline-attach-'));
    const config = configOf(others.names).replace(
      'defineSystem }',
      'defineSystem, type OpenRequest }',
    );
    await writeFile(join(project, 'faultline.config.ts'), config);
  });
  afterAll(async () => {
    await others.stop();
    await rm(project, { recursive: true, force: true });
  });

  function run(system: string, ...more: readonly string[]): Promise<Finished> {
    const parts = ['run', '--system', system, '--workload', 'register'];
    const results = ['--results', join(project, 'results')];
    return start([...parts, ...results, ...more], {}, { cwd: project }).finished;
  }

  test('is not given what would change them, and planning says why', async () => {
    for (const [fault, reason] of [
      ['outage-any', 'neither ended nor started'],
      ['kill-primary', 'neither killed, stopped nor started'],
      ['freeze-any', 'is not frozen'],
    ] as const) {
      const { code, stderr } = await run('running', '--nemesis', fault, '--dry-run');
      expect(code).toBe(254);
      expect(stderr).toContain(reason);
    }
  });

  test('whose name is not known is refused in words', async () => {
    const { code, stderr } = await run('unknown', '--time-limit', '5');
    expect(code).toBe(254);
    expect(stderr).toMatch(/a container no-such-container[^]*the engine has none of that name/);
  });

  test('is valid without a fault, and leaves its containers as they were', async () => {
    const before = await others.traces();
    const { code, stdout, stderr } = await run('running', '--time-limit', '5');
    expect(code, stdout + stderr).toBe(0);
    expect(await others.traces()).toEqual(before);
  });

  test.each([
    ['valid while the primary is read', 'primary', 0],
    ['invalid where a replica is read that is cut off from its primary', 'replica', 1],
  ])('is %s', async (_, reads, expected) => {
    const nemesis = ['--nemesis', 'partition-halves', '--system-option', `reads=${reads}`];
    const limits = '--time-limit 10 --quiet 2 --active 4 --seed 7'.split(' ');
    const { code, stdout, stderr } = await run('replicated', ...nemesis, ...limits);
    expect(code, stdout + stderr).toBe(expected);
    expect(stdout).toMatch(expected === 0 ? /linearizable +valid/ : /linearizable +invalid/);
    expect(stderr).toMatch(/cut off from n\d \(proven\)/);
  });

  test('is cut off and healed, with proof, and leaves its containers as they were', async () => {
    const before = await others.traces();
    const nemesis = 'partition-primary-and-clients,slow-links';
    const limits = '--time-limit 14 --quiet 2 --active 4 --seed 7'.split(' ');
    const { code, stdout, stderr } = await run('running', '--nemesis', nemesis, ...limits);
    expect(code, stdout + stderr).toBe(0);
    expect(await others.traces()).toEqual(before);
  });
});
