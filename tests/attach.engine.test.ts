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

export default defineConfig({
  systems: [system('running', ${JSON.stringify(names)}), system('unknown', ['no-such-container'])],
});
`;
}

describe.skipIf(!(await engineTestsCanRun()))('a store in containers that run already', () => {
  let others: OthersContainers;
  let project: string;
  let before: readonly string[];
  beforeAll(async () => {
    others = await startOthers(3);
    project = await mkdtemp(join(tmpdir(), 'faultline-attach-'));
    const config = configOf(others.names).replace(
      'defineSystem }',
      'defineSystem, type OpenRequest }',
    );
    await writeFile(join(project, 'faultline.config.ts'), config);
    before = await others.traces();
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
    expect(code).toBe(255);
    expect(stderr).toMatch(/a container no-such-container[^]*the engine has none of that name/);
  });

  test('is valid without a fault, and leaves its containers as they were', async () => {
    const { code, stdout, stderr } = await run('running', '--time-limit', '5');
    expect(code, stdout + stderr).toBe(0);
    expect(await others.traces()).toEqual(before);
  });

  test('is cut off and healed, with proof, and leaves its containers as they were', async () => {
    const nemesis = 'partition-primary-and-clients,slow-links';
    const limits = '--time-limit 30 --seed 7'.split(' ');
    const { code, stdout, stderr } = await run('running', '--nemesis', nemesis, ...limits);
    expect(code, stdout + stderr).toBe(0);
    expect(await others.traces()).toEqual(before);
  });
});
